import { commitOf, describeMachine, describeRuntime, writeWhole } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { Command } from "commander";
import { ownCommand } from "../command-line.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { positiveNumber, wholeNumber } from "../grids.ts";
import { Progress } from "../measuring/progress.ts";
import type { TestRun, TrainRun } from "../measuring/rounds/requests.ts";
import { startRoundsProcess } from "../measuring/rounds/rounds-process.ts";
import { namesOf, oneOf } from "../names.ts";
import { workspaceRoot } from "../workspace.ts";
import {
  addCommonOptions,
  addDataOptions,
  algorithmNames,
  backendNames,
  checkWritable,
  type DataOptions,
  loadData,
  loadTest,
  MOST_INPUTS,
  MOST_WIDTH,
  parseThreads,
} from "./options.ts";
import { trainSchemaName } from "./train-schema.ts";
import { addTrainerOptions, parseTrainer, type TrainerWords } from "./trainer-options.ts";

interface TrainOptions extends DataOptions, TrainerWords {
  algorithm: string;
  backend: string;
  width: string;
  n: string;
  steps: string;
  tolerance?: string;
  test?: string | true;
  json?: string;
  quiet: boolean;
}

export function trainVerb(): Command {
  const command = new Command("train")
    .description("train, printing loss, time and memory; several algorithms side by side")
    .option("--algorithm <a,b>", `of ${algorithmNames.join(", ")}`, "dense-gn")
    .option("--backend <name>", `one of ${backendNames.join(", ")}`, "wasm")
    .option("--width <m>", "number of neurons, whole or 2^k", "4096")
    .option("--n <count>", "number of inputs", "64")
    .option("--steps <count>", "at most so many steps", "10")
    .option("--tolerance <epsilon>", "stop when ‖f − y‖ is below; exit 1 when it never is")
    .option(
      "--test [count]",
      "then answer for test examples, by default all: accuracy; implies --init antisymmetric",
    );
  return addDataOptions(addCommonOptions(addTrainerOptions(command))).action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const names = namesOf("algorithm", options.algorithm, algorithmNames);
  const backend = oneOf("backend", options.backend, backendNames);
  const width = wholeNumber("--width", options.width, 1, MOST_WIDTH);
  const n = wholeNumber("--n", options.n, 1, MOST_INPUTS);
  const steps = wholeNumber("--steps", options.steps, 1, 1e9);
  const tolerance =
    options.tolerance === undefined ? undefined : positiveNumber("--tolerance", options.tolerance);
  const trainer = parseTrainer(options, names, n);
  const threads = parseThreads(options.threads);
  const json = options.json === undefined ? undefined : checkWritable(options.json);
  for (const name of names) {
    const accepted = algorithms[name].backends;
    if (accepted && !accepted.includes(backend))
      throw new UsageError(`${name} runs on ${accepted.join(", ")}, not on ${backend}`);
  }
  // dead neurons answer at new inputs too; in pairs they cancel
  const loaded = loadData(options.test === undefined ? options : { ...options, init: "antisymmetric" }, n);
  const { dataset, data } = loaded;
  const held = options.test === undefined ? undefined : loadTest(loaded, options.test);
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
    writeWhole(json, `${JSON.stringify(file, null, 1)}\n`);
    process.stdout.write(`JSON: ${options.json}\n`);
  }
  const reached = runs.every((run) => tolerance === undefined || run.status === "converged");
  process.exitCode = reached ? exitCodes.ok : exitCodes.failed;
}

/** A problem that the algorithm or the memory refuses is bad input, not a fault of the program. */
function explain(error: Error): never {
  throw error.name === "RangeError" || error.name === "ProblemError" ? new UsageError(error.message) : error;
}

const milliseconds = (ns: number) => `${(ns / 1e6).toPrecision(4)} ms`;

type Run = TrainRun & Partial<TestRun> & { algorithm: string; totalNs: number };

/** Residual norms side by side, a line a step, then totals. */
function printRuns(runs: readonly Run[]): void {
  const cell = (text: string) => text.padStart(24);
  const line = (head: string, cells: string[]) =>
    process.stdout.write(`${head.padEnd(10)}${cells.map(cell).join("")}\n`);
  const longest = Math.max(...runs.map((run) => run.residualNorms.length));
  line(
    "step",
    runs.map((run) => `${run.algorithm} ‖f−y‖`),
  );
  for (let t = 0; t < longest; t++)
    line(
      String(t),
      runs.map((run) => run.residualNorms[t]?.toExponential(6) ?? ""),
    );
  line(
    "status",
    runs.map((run) => run.status),
  );
  line(
    "init",
    runs.map((run) => milliseconds(run.initNs)),
  );
  line(
    "steps",
    runs.map((run) => milliseconds(run.totalNs - run.initNs)),
  );
  line(
    "total",
    runs.map((run) => milliseconds(run.totalNs)),
  );
  line(
    "memory",
    runs.map((run) => `${(run.peakBytes / 2 ** 20).toFixed(0)} MiB`),
  );
  line(
    "neurons",
    runs.map((run) => `${run.liveNeurons}`),
  );
  if (runs.some((run) => run.testAccuracy !== undefined)) {
    line(
      "test",
      runs.map((run) => `${(100 * (run.testAccuracy ?? Number.NaN)).toFixed(2)} % of ${run.testCount}`),
    );
    line(
      "answering",
      runs.map((run) => milliseconds(run.testNs ?? Number.NaN)),
    );
    line(
      "moved",
      runs.map((run) => (run.distance ?? Number.NaN).toPrecision(4)),
    );
  }
  if (runs.some((run) => run.inner))
    line(
      "inner",
      runs.map(({ inner }) => (inner ? describeInner(inner) : "")),
    );
  if (runs.some((run) => run.recall))
    line(
      "recall",
      runs.map(({ recall }) => (recall ? `${share(recall[0])} to ${share(recall.at(-1))}` : "")),
    );
  for (const { algorithm, reason } of runs)
    if (reason !== undefined) process.stdout.write(`${algorithm}: ${reason}\n`);
}

const share = (value: number | null | undefined) =>
  typeof value === "number" ? `${(100 * value).toFixed(1)} %` : "none fire";

/** Iterations of the inner solves, and their worst relative residual. */
function describeInner(inner: NonNullable<TrainRun["inner"]>): string {
  const iterations = inner.map((each) => each.iterations);
  const [least, most] = [Math.min(...iterations), Math.max(...iterations)];
  const worst = Math.max(...inner.map((each) => each.relativeResidual));
  return `${least === most ? least : `${least}–${most}`} to ${worst.toExponential(0)}`;
}
