// What `train` does.
import { commitOf, describeMachine, describeRuntime } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { ownCommand } from "../../command-line.ts";
import { exitCodes, UsageError } from "../../exit-codes.ts";
import { Progress } from "../../measuring/progress.ts";
import { startRoundsProcess } from "../../measuring/rounds/rounds-process.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { TrainOptions } from "../options/train-options.ts";
import { trainerOf } from "../options/trainer-options.ts";
import { loadData, loadTest } from "./load-data.ts";
import { printRuns, type Run } from "./print-runs.ts";
import { trainSchemaName } from "./train-schema.ts";
import { warnUnknownCommit } from "./warn-unknown-commit.ts";

/** Trains each algorithm in a process of its own, and prints them side by side. */
export async function trainNetworks(options: TrainOptions): Promise<void> {
  const { algorithm: names, backend, width, n, steps, tolerance, threads, json } = options;
  const trainer = trainerOf(options, names, n);
  for (const name of names) {
    const accepted = algorithms[name].backends;
    if (accepted && !accepted.includes(backend))
      throw new UsageError(`${name} runs on ${accepted.join(", ")}, not on ${backend}`);
  }
  // dead neurons answer at new inputs too; in pairs they cancel
  if (options.test !== undefined && options.init !== "antisymmetric")
    throw new UsageError(`--init is ${JSON.stringify(options.init)}: with --test, accepted is antisymmetric`);
  const loaded = loadData(options, n);
  const { dataset, data } = loaded;
  const held = options.test === undefined ? undefined : loadTest(loaded, options.test);
  if (json !== undefined) warnUnknownCommit();
  const progress = new Progress(options.quiet);
  const runs: (Run & {
    backend: string;
    n: number;
    d: number;
    width: number;
    dataset: string;
    seed: number;
  })[] = [];
  for (const algorithm of names) {
    const child = startRoundsProcess();
    child.onNote = ({ step, residualNorm }) =>
      progress.show(`${algorithm}: step ${step} of ${steps}, ‖f−y‖ ${residualNorm.toExponential(3)}`);
    try {
      progress.show(`${algorithm}: initialising ${width} neurons`);
      const opened = await child.ask("open", { backend, threads });
      if ("missing" in opened)
        throw new UsageError(`${backend} is not available: ${opened.missing}; ${opened.remedy}`);
      await child.ask("data", data);
      const spec = { algorithm, width, n, steps, tolerance, options: trainer, test: held !== undefined };
      const run = await child.ask("train", spec).catch(explain);
      if (held !== undefined) progress.show(`${algorithm}: answering for ${held.n} new inputs`);
      const test =
        held && (await child.ask("test", { inputs: held.inputs, labels: held.labels }).catch(explain));
      const totalNs = run.stepNs.reduce((sum, ns) => sum + ns, run.initNs);
      runs.push({
        algorithm,
        backend,
        n,
        d: data.d,
        width,
        dataset: dataset.name,
        seed: data.seed,
        ...run,
        ...test,
        totalNs,
      });
    } finally {
      child.end();
      progress.end();
    }
  }
  printRuns(runs);
  if (json !== undefined) {
    const file = {
      schema: trainSchemaName,
      runs,
      ...commitOf(workspaceRoot),
      command: ownCommand(),
      machine: describeMachine(),
      runtime: describeRuntime(),
    };
    json.write(`${JSON.stringify(file, null, 1)}\n`);
  }
  const reached = runs.every((run) => tolerance === undefined || run.status === "converged");
  process.exitCode = reached ? exitCodes.ok : exitCodes.failed;
}

const refusals = ["RangeError", "NotEnoughMemory", "ProblemError"];

/** A problem that the algorithm or the memory refuses is bad input, not a fault of the program. */
function explain(error: Error): never {
  throw refusals.includes(error.name) ? new UsageError(error.message) : error;
}
