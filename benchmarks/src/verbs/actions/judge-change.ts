// What `gate` does: exact work counters, or the times of two results.
import { join } from "node:path";
import {
  type CountersFile,
  compareCounters,
  compareResults,
  countersSchemaName,
  countersText,
  readResult,
} from "@widthwise/measure";
import { commandOf } from "../../command-line.ts";
import { exitCodes, UsageError } from "../../exit-codes.ts";
import { Progress } from "../../measuring/progress.ts";
import { assemble } from "../../measuring/rounds/assemble.ts";
import { Journal } from "../../measuring/rounds/journal.ts";
import { measureSuite } from "../../measuring/rounds/measure-suite.ts";
import { loadSuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { GateOptions } from "../options/gate-options.ts";
import { fallbacksOf } from "../options/option.ts";
import { suiteOptions } from "../options/suite-options.ts";
import { speak } from "../output/speak.ts";
import { jsonDestination } from "../output/writable.ts";
import { planSuite } from "./plan-suite.ts";
import { printComparison } from "./print-comparison.ts";
import { countersOf, isRevision, resultOf } from "./result-source.ts";

const SUITE = "counters";
const baseline = join(workspaceRoot, "benchmarks", "counters.baseline.json");

/** What is held against the base, or becomes it: `file`, or what is counted afresh. All else is checked before anything is counted. */
export async function judgeChange(file: string | undefined, options: GateOptions): Promise<void> {
  const { base = baseline, renew } = options;
  if (options.tier === "timing") return gateTiming(file, options);
  if (renew && isRevision(base))
    throw new UsageError(`--renew writes a file, and --base ${base} is a git revision: name a file`);
  const target = renew ? jsonDestination("--base", base) : undefined;
  const before = renew ? undefined : countersOf(base, baseline);
  const measured = file === undefined ? await countWork(options.quiet) : countersIn(file);
  target?.write(countersText(measured));
  if (target !== undefined) speak(`baseline renewed: ${measured.cells.length} cells`);
  if (before === undefined) return;
  const differences = compareCounters(before, measured);
  for (const { kind, message } of differences) speak(`${kind}: ${message}`);
  if (differences.length === 0) speak(`counters of ${measured.cells.length} cells equal the baseline`);
  else speak(`if this is meant, accept it with: ${commandOf(acceptingWords(options.base))}`);
  process.exitCode = differences.length === 0 ? exitCodes.ok : exitCodes.failed;
}

/** The committed baseline is renewed by name only where another file was held against. */
const acceptingWords = (base: string | undefined): string[] =>
  base === undefined || isRevision(base) ? ["gate", "--renew"] : ["gate", "--renew", "--base", base];

/** Counters of a result file's cells, in the form of the baseline. */
function countersIn(file: string): CountersFile {
  const { suite, cells } = readResult(file);
  return {
    schema: countersSchemaName,
    suite,
    cells: cells.flatMap(({ algorithm, backend, n, d, width, params, counters }) =>
      counters ? [{ algorithm, backend, n, d, width, ...(params ? { params } : {}), counters }] : [],
    ),
  };
}

/** Runs the counters suite once: answers checked, work counted, nothing timed. */
async function countWork(quiet: boolean): Promise<CountersFile> {
  const suite = loadSuite(SUITE);
  if (suite.kind === "study") throw new Error(`${SUITE} has no cells of steps`);
  const { plan } = planSuite(suite, fallbacksOf(suiteOptions), false);
  const journal = new Journal();
  await measureSuite(plan, journal, new Progress(quiet));
  const { cells } = assemble(plan, journal, undefined, new Map());
  return {
    schema: countersSchemaName,
    suite: SUITE,
    cells: cells.map(({ algorithm, backend, n, d, width, counters, status, reason }) => {
      if (counters === undefined)
        throw new UsageError(`${algorithm} on ${backend} at width ${width} is ${status}: ${reason}`);
      return { algorithm, backend, n, d, width, counters };
    }),
  };
}

function gateTiming(file: string | undefined, { base, renew }: GateOptions): void {
  if (renew) throw new UsageError("--renew is of tier counters: times have no baseline file");
  if (file === undefined || base === undefined)
    throw new UsageError("tier timing needs a result file and --base with another, or a git revision");
  const head = readResult(file);
  const comparison = compareResults(resultOf(base, head.suite), head);
  printComparison(comparison);
  const { ok, failed, inconclusive, invalid } = exitCodes;
  const codes = { better: ok, same: ok, worse: failed, inconclusive, invalid } as const;
  process.exitCode = codes[comparison.verdict];
}
