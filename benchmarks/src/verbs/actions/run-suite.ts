// `run` for suites that are measured in paired rounds.
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { commitOf, describeMachine, describeRuntime, type Result, schemaName } from "@widthwise/measure";
import { ownCommand } from "../../command-line.ts";
import { begunNow } from "../../measuring/begun.ts";
import { benchmarkVersion } from "../../measuring/code-version.ts";
import { own } from "../../measuring/owner.ts";
import { Progress } from "../../measuring/progress.ts";
import { assemble } from "../../measuring/rounds/assemble.ts";
import { calibrateMachine } from "../../measuring/rounds/calibrate-machine.ts";
import { eventSchema } from "../../measuring/rounds/events.ts";
import { Journal } from "../../measuring/rounds/journal.ts";
import { measureSuite } from "../../measuring/rounds/measure-suite.ts";
import { isComplete } from "../../measuring/rounds/phases.ts";
import { RunFile } from "../../measuring/run-file.ts";
import type { PairedSuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { DEFAULT_SHIFT } from "../options/data-options.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import { finishRun, sayUnfinished } from "./finish-run.ts";
import { type PlannedSuite, planSuite } from "./plan-suite.ts";
import { destinationOf } from "./result-folder.ts";

/** Measures in paired rounds, and writes the result and its report. */
export async function runSuite(suite: PairedSuite, options: SuiteOptions & OutputOptions): Promise<void> {
  const { name } = suite;
  const { shard } = options;
  const planned = planSuite(suite, options, true);
  const destination = destinationOf(name, options, shard);
  const output = resolve(options.output);
  const file = new RunFile(join(output, `${name}-${keyOf(planned)}.jsonl`), begunNow(undefined), eventSchema);
  using _ = await own(output);
  const journal = new Journal(file.open(options), (event) => file.add(event));
  const progress = new Progress(options.quiet);
  const startedAt = new Date().toISOString();

  const before = await calibrateMachine(planned.plan, progress);
  await measureSuite(planned.plan, journal, progress);
  const result: Result = {
    schema: schemaName,
    suite: name,
    kind: suite.kind,
    profile: options.profile,
    benchmarkVersion: benchmarkVersion(name),
    seed: planned.plan.seed,
    ...commitOf(workspaceRoot),
    command: ownCommand(),
    startedAt,
    seconds: progress.seconds,
    machine: { ...describeMachine(), ...(before.peaks ? { peaks: before.peaks } : {}) },
    runtime: describeRuntime(),
    dataset: planned.dataset,
    ...(shard === undefined ? {} : { shard }),
    settings: {
      labels: options.labels,
      shift: planned.plan.data?.shift ?? DEFAULT_SHIFT,
      init: options.init,
      rounds: planned.plan.rounds * planned.plan.processes,
      processes: planned.plan.processes,
      budgetSeconds: planned.plan.budgetSeconds,
      checkSteps: planned.plan.checkSteps,
    },
    ...assemble(planned.plan, journal, before.peaks, before.gemmRates),
  };
  const samples = journal.sampled.map((event) => JSON.stringify(event));
  const complete = isComplete(planned.plan, journal);
  const whenWritten = () => {
    if (complete) file.discard();
  };
  await finishRun(result, destination, options, { samples, whenWritten });
  if (!complete) sayUnfinished();
}

/** What was asked for: a run goes on from one that was asked for the same. */
function keyOf({ plan }: PlannedSuite): string {
  const { data, ...rest } = plan;
  const hash = createHash("sha256").update(JSON.stringify([rest, data?.shift, data?.init]));
  if (data) hash.update(new Uint8Array(data.inputs.buffer));
  return hash.digest("hex").slice(0, 16);
}
