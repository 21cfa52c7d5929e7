// What `train` does.
import { commitOf, describeMachine, describeRuntime } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { ownCommand } from "../../command-line.ts";
import { endingOf } from "../../ending.ts";
import { exitCodes, UsageError } from "../../exit-codes.ts";
import { ProcessGone } from "../../measuring/process/measuring-process.ts";
import { Progress } from "../../measuring/progress.ts";
import { startRoundsProcess } from "../../measuring/rounds/rounds-process.ts";
import { warn } from "../../warn.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { TrainOptions } from "../options/train-options.ts";
import { trainerOf } from "../options/trainer-options.ts";
import { loadData, loadTest } from "./load-data.ts";
import { printRuns, type Run } from "./print-runs.ts";
import { trainSchemaName } from "./train-schema.ts";
import { warnUnknownCommit } from "./warn-unknown-commit.ts";

/** A run and what of it is the same for all runs of a command, as `train --json` writes it. */
interface FullRun extends Run {
  backend: string;
  n: number;
  d: number;
  width: number;
  dataset: string;
  seed: number;
}

/** Trains each algorithm in a process of its own, and prints them side by side; one that fails takes no other along. */
export async function trainNetworks(options: TrainOptions): Promise<void> {
  const { algorithm: names, backend, n, tolerance, json } = options;
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
  const held = options.test === undefined ? undefined : loadTest(loaded, options.test);
  if (json !== undefined) warnUnknownCommit();
  const asked: Asked = { options, trainer, loaded, held };
  const runs: FullRun[] = [];
  const errors: { algorithm: string; error: unknown }[] = [];
  for (const algorithm of names)
    await trainOne(algorithm, asked).then(
      (run) => runs.push(run),
      (error) => errors.push({ algorithm, error }),
    );
  if (runs.length === 0) throw errors[0].error;
  printRuns(runs);
  const failed = await Promise.all(
    errors.map(async ({ algorithm, error }) => ({ algorithm, ...(await endingOf(error)) })),
  );
  if (json !== undefined) {
    const file = {
      schema: trainSchemaName,
      runs,
      ...(failed.length > 0 && {
        failed: failed.map(({ algorithm, message }) => ({ algorithm, reason: message })),
      }),
      ...commitOf(workspaceRoot),
      command: ownCommand(),
      machine: describeMachine(),
      runtime: describeRuntime(),
    };
    json.write(`${JSON.stringify(file, null, 1)}\n`);
  }
  for (const { algorithm, message } of failed) warn(`widthwise: ${algorithm}: ${message}`);
  const reached = runs.every((run) => tolerance === undefined || run.status === "converged");
  process.exitCode = reached && failed.length === 0 ? exitCodes.ok : exitCodes.failed;
  if (failed.some(({ exitCode }) => exitCode === exitCodes.internal)) process.exitCode = exitCodes.internal;
}

/** The same for all algorithms. */
interface Asked {
  readonly options: TrainOptions;
  readonly trainer: ReturnType<typeof trainerOf>;
  readonly loaded: ReturnType<typeof loadData>;
  readonly held: ReturnType<typeof loadTest> | undefined;
}

async function trainOne(algorithm: string, { options, trainer, loaded, held }: Asked): Promise<FullRun> {
  const { backend, width, n, steps, tolerance, threads } = options;
  const { dataset, data } = loaded;
  const progress = new Progress(options.quiet);
  const child = startRoundsProcess();
  let reached = "";
  child.onNote = ({ step, residualNorm }) => {
    reached = `step ${step} of ${steps}, ‖f−y‖ ${residualNorm.toExponential(3)}`;
    progress.show(`${algorithm}: ${reached}`);
  };
  try {
    progress.show(`${algorithm}: initialising ${width} neurons`);
    const opened = await child.ask("open", { backend, threads });
    if ("missing" in opened)
      throw new UsageError(`${backend} is not available: ${opened.missing}; ${opened.remedy}`);
    await child.ask("data", data);
    const spec = { algorithm, width, n, steps, tolerance, options: trainer, test: held !== undefined };
    const run = await child.ask("train", spec);
    if (held !== undefined) progress.show(`${algorithm}: answering for ${held.n} new inputs`);
    const test = held && (await child.ask("test", { inputs: held.inputs, labels: held.labels }));
    const totalNs = run.stepNs.reduce((sum, ns) => sum + ns, run.initNs);
    return {
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
    };
  } catch (error) {
    throw explained(error as Error, reached);
  } finally {
    child.end();
    progress.end();
  }
}

const refusals = ["RangeError", "NotEnoughMemory", "ProblemError"];

/** A problem that the algorithm or the memory refuses is bad input, not a fault of the program; of a death, how far it was. */
function explained(error: Error, reached: string): Error {
  if (refusals.includes(error.name)) return new UsageError(error.message);
  return error instanceof ProcessGone && reached !== ""
    ? new ProcessGone(`${error.message} after ${reached}`, error.atWork)
    : error;
}
