import { algorithms } from "@widthwise/train";
import type { Command } from "commander";
import { UsageError } from "../exit-codes.ts";
import { gridOf, positiveNumber, wholeNumber } from "../grids.ts";
import type { RunPlan } from "../measuring/rounds/measure-suite.ts";
import type { CellSpec } from "../measuring/rounds/spec.ts";
import { parseShard, partOf, type Shard } from "../measuring/shard.ts";
import { namesOf, oneOf } from "../names.ts";
import { loadSuite, type PairedSuite } from "../suites.ts";
import {
  addDataOptions,
  backendNames,
  type DataOptions,
  loadData,
  MOST_INPUTS,
  MOST_WIDTH,
  parseSeed,
  parseThreads,
} from "./options.ts";

export interface SuiteOptions extends DataOptions {
  algorithms?: string;
  backends?: string;
  widths?: string;
  n?: string;
  profile: string;
  rounds?: string;
  processes?: string;
  budget?: string;
  shard?: string;
  set: string[];
}

export function addSuiteOptions(command: Command): Command {
  return addDataOptions(command)
    .option("--algorithms <a,b>", "default: the suite's")
    .option("--backends <x,y>", "default: the suite's")
    .option("--widths <grid>", "numbers of neurons: 4096, 2^10:2^14 (doubling), 2^10:2^14:√2, or a list")
    .option("--n <grid>", "numbers of inputs, in the same forms")
    .option("--profile <name>", "quick or full", "quick")
    .option("--rounds <R>", "rounds over all cells and processes together")
    .option("--processes <P>", "times that every measuring process is started afresh")
    .option("--budget <seconds>", "a cell predicted to take longer is skipped")
    .option("--shard <i/k>", "only the i-th of k parts of the cells; `merge` joins them")
    .option(
      "--set <name=value>",
      "a parameter of a study (see its suites/NAME.json), such as rounds=3; repeatable",
      (text: string, before: string[]) => [...before, text],
      [],
    );
}

export interface Planned {
  readonly suite: PairedSuite;
  readonly plan: RunPlan;
  readonly dataset: { name: string; sha256: string };
  readonly shard?: Shard | undefined;
}

/** Turns a suite's data and the command line into cells. `timed` is false for a check of the answers alone. */
export function planSuite(name: string, options: SuiteOptions, timed: boolean): Planned {
  const suite = loadSuite(name);
  if (suite.kind === "study") throw new UsageError(`${name} is a study: it has no cells of steps to plan`);
  const profile = suite.profiles[oneOf("profile", options.profile, Object.keys(suite.profiles))];
  const accepted = suite.kind === "training" ? Object.keys(algorithms) : suite.algorithms;
  const chosen = {
    algorithms: options.algorithms
      ? namesOf("algorithm", options.algorithms, accepted)
      : (profile.algorithms ?? suite.algorithms),
    backends: options.backends
      ? namesOf("backend", options.backends, suite.kind === "structures" ? suite.backends : backendNames)
      : suite.backends,
  };
  const limits = {
    rounds: options.rounds ? wholeNumber("--rounds", options.rounds, 1, 10_000) : profile.rounds,
    processes: options.processes ? wholeNumber("--processes", options.processes, 1, 100) : profile.processes,
    budgetSeconds: options.budget ? positiveNumber("--budget", options.budget) : profile.budgetSeconds,
    seed: parseSeed(options.seed),
    threads: parseThreads(options.threads),
  };
  const shard = options.shard === undefined ? undefined : parseShard("--shard", options.shard);
  const timing = {
    kind: suite.kind,
    ...limits,
    rounds: timed ? limits.rounds : 0,
    processes: timed ? limits.processes : 1,
  };
  if (suite.kind === "products") {
    const { shapes } = suite.profiles[options.profile];
    const cells = partOf(
      shard,
      chosen.backends.flatMap((backend) =>
        chosen.algorithms.flatMap((algorithm) =>
          shapes.map(([n, d, width]): CellSpec => ({ kind: suite.kind, algorithm, backend, n, d, width })),
        ),
      ),
      shapeOf,
    );
    const dataset = { name: "random operands", sha256: "0".repeat(64) };
    return {
      suite,
      plan: { ...timing, cells: withNoops(cells, timed), twins: [], checkSteps: 0 },
      dataset,
      shard,
    };
  }
  const sizes = suite.profiles[options.profile];
  const widths = gridOf("--widths", options.widths ?? sizes.widths, MOST_WIDTH);
  const ns = gridOf("--n", options.n ?? sizes.n, MOST_INPUTS);
  const checkSteps = "checkSteps" in sizes ? sizes.checkSteps : 0;
  const { dataset, data } = loadData(
    options,
    ns.at(-1) as number,
    "shift" in sizes ? sizes.shift : undefined,
  );
  const cells = partOf(
    shard,
    chosen.backends.flatMap((backend) =>
      chosen.algorithms.flatMap((algorithm) =>
        runsOn(algorithm, backend)
          ? ns.flatMap((n) =>
              widths.map(
                (width): CellSpec => ({ kind: suite.kind, algorithm, backend, n, d: data.d, width }),
              ),
            )
          : [],
      ),
    ),
    shapeOf,
  );
  const twins = timed ? twinsOf(cells) : [];
  return {
    suite,
    plan: { ...timing, cells: withNoops(cells, timed), twins, data, checkSteps },
    dataset: { name: dataset.name, sha256: dataset.sha256 },
    shard,
  };
}

/** Whole shapes (n, d, width) go to one shard, so that backends and algorithms stay paired in its rounds. */
const shapeOf = ({ n, d, width }: CellSpec) => `${n} ${d} ${width}`;

const runsOn = (algorithm: string, backend: string) =>
  algorithms[algorithm]?.backends?.includes(backend) ?? true;

/** One empty step a backend, measured like any other cell. */
function withNoops(cells: readonly CellSpec[], timed: boolean): CellSpec[] {
  const backends = timed ? new Set(cells.map((cell) => cell.backend)) : [];
  return [
    ...cells,
    ...Array.from(
      backends,
      (backend) => ({ kind: "noop", algorithm: "noop", backend, n: 1, d: 1, width: 1 }) as const,
    ),
  ];
}

/** For each backend the middle width of its first algorithm, once more. */
function twinsOf(cells: readonly CellSpec[]): CellSpec[] {
  return [...Map.groupBy(cells, (cell) => cell.backend).values()].map((own) => {
    const first = own.filter((cell) => cell.algorithm === own[0].algorithm && cell.n === own[0].n);
    return { ...first[Math.floor((first.length - 1) / 2)], twin: true };
  });
}
