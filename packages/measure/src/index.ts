// The instrument: what its users, and the benchmarks, may import.

// Taking samples of a function

export { Collections, type Span } from "./collections.ts";
export { remainingSeconds } from "./remaining-time.ts";
export {
  type PlannedCell,
  planRounds,
  type Schedule,
  type ScheduleOptions,
  scheduleStream,
} from "./round-schedule.ts";
export {
  calibrate,
  collectGarbage,
  leastVisitSteps,
  type SamplePlan,
  type Subject,
  takeSamples,
} from "./sample.ts";
export { shuffle } from "./shuffle.ts";
export { contendedLoad, type Measured, roundValue, summarise } from "./summary.ts";
export { describeTimer, floorNs, type Timer } from "./timer.ts";

// How cost grows with the size, and who wins from which size

export { type CrossoverOptions, findCrossovers } from "./crossover.ts";
export { type DispatchTable, dispatchSchema, dispatchTable } from "./dispatch.ts";
export { fitExponents } from "./exponent.ts";
export { type ExponentMethod, exponentInterval, leastSizes } from "./exponent-interval.ts";
export { commonRounds, type TimeRatio, timeRatio } from "./turns.ts";

// Did a change make it slower, or do more work?

export { type CompareOptions, compareResults } from "./compare.ts";
export { type Comparison, comparisonSchema, type Judgement, type Verdict } from "./comparison.ts";
export { changesOf, confirmComparison } from "./confirm.ts";
export {
  type CountersCell,
  type CountersFile,
  countersSchemaName,
  countersText,
  parseCounters,
  readCounters,
} from "./counters-file.ts";
export { type CountersDifference, compareCounters } from "./counters-gate.ts";

// The result file and its cells

export {
  cellName,
  isApproximate,
  isTimed,
  paramsKey,
  type SeriesShape,
  type Side,
  seriesKey,
  seriesName,
  seriesOf,
  type TimedCell,
} from "./cells.ts";
export {
  type Commit,
  checkOut,
  commitAt,
  commitOf,
  commitOfNow,
  commitWith,
  differsFrom,
  filesAt,
  GitError,
  textAt,
} from "./git.ts";
export { describeMachine, describeRuntime } from "./machine.ts";
export { parseResult, readResult, resultText, writeResult } from "./result-file.ts";
export {
  backendSchema,
  type Cell,
  type Crossover,
  cellSchema,
  type Fit,
  type Machine,
  machineSchema,
  type Params,
  type Result,
  type Runtime,
  resultJsonSchema,
  runtimeSchema,
  schemaName,
  type Timing,
} from "./schema.ts";

// Files of any kind

export { InvalidResult, parseJson, readText } from "./read-file.ts";
export { append, makeFolder, writeWhole } from "./write-file.ts";

// Statistics

export { type Line, ols } from "./statistics/least-squares.ts";
export {
  type Interval,
  largest,
  leastForInterval,
  mean,
  median,
  medianInterval,
  smallest,
} from "./statistics/location.ts";
export { type PairedOptions, pairedRatio } from "./statistics/paired-ratio.ts";
export { leastProcesses } from "./statistics/processes.ts";
export { exactBounds, wilsonInterval } from "./statistics/proportion.ts";
export { spearman } from "./statistics/ranks.ts";
export { studentQuantile, studentTail } from "./statistics/student.ts";
export { theilSen } from "./statistics/theil-sen.ts";
