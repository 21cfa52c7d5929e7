// A paired suite's profile and the command line as cells.
import { backendNames } from "@widthwise/backends";
import { largest } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { UsageError } from "../../exit-codes.ts";
import { gridOf, MOST_INPUTS, MOST_WIDTH } from "../../grids.ts";
import type { RunPlan } from "../../measuring/rounds/run-plan.ts";
import { type CellSpec, sizeOf } from "../../measuring/rounds/spec.ts";
import { partOf } from "../../measuring/shard.ts";
import { eachOf, oneOf } from "../../names.ts";
import type { PairedSuite } from "../../suites.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import { loadData } from "./load-data.ts";

export interface PlannedSuite {
  readonly plan: RunPlan;
  readonly dataset: { name: string; sha256: string };
}

/** What a suite measures, with the data read. `timed` is false for a check of the answers alone. */
export function planSuite(suite: PairedSuite, options: SuiteOptions, timed: boolean): PlannedSuite {
  const all = cellsOf(suite, options);
  const profile = suite.profiles[options.profile];
  const loaded =
    suite.kind === "products"
      ? undefined
      : loadData(
          options,
          largest(all.map(({ n }) => n)),
          suite.kind === "training" ? suite.profiles[options.profile] : {},
        );
  const sized = loaded === undefined ? all : all.map((cell) => ({ ...cell, d: loaded.data.d }));
  // whole sizes go to one shard, so that backends and algorithms stay paired in its rounds
  const cells = partOf(options.shard, sized, sizeOf);
  return {
    plan: {
      kind: suite.kind,
      cells: withNoops(cells, timed),
      twins: timed && loaded ? twinsOf(cells) : [],
      ...(loaded && { data: loaded.data }),
      rounds: timed ? (options.rounds ?? profile.rounds) : 0,
      attempts: options.attempts,
      processes: timed ? (options.processes ?? profile.processes) : 1,
      budgetSeconds: options.budget ?? profile.budgetSeconds,
      checkSteps: suite.kind === "training" ? suite.profiles[options.profile].checkSteps : 0,
      seed: options.seed,
      threads: options.threads,
    },
    dataset: loaded
      ? { name: loaded.dataset.name, sha256: loaded.dataset.sha256 }
      : { name: "random operands", sha256: "0".repeat(64) },
  };
}

type Choice = Pick<SuiteOptions, "profile"> &
  Partial<Pick<SuiteOptions, "algorithms" | "backends" | "widths" | "n">>;

/**
 * Every cell of a suite: pairs of an algorithm and a backend that does not have it are left out, and those that the suite leaves
 * out where the user names no algorithms. d is 0 where the data
 * decide it.
 */
export function cellsOf(suite: PairedSuite, options: Choice): CellSpec[] {
  const profile = suite.profiles[oneOf("profile", options.profile, Object.keys(suite.profiles))];
  const chosen = {
    algorithms: options.algorithms
      ? eachOf(
          "algorithm",
          options.algorithms,
          suite.kind === "training" ? Object.keys(algorithms) : suite.algorithms,
        )
      : (profile.algorithms ?? suite.algorithms),
    backends: options.backends
      ? eachOf("backend", options.backends, suite.kind === "structures" ? suite.backends : backendNames)
      : (profile.backends ?? suite.backends),
  };
  const shapes = shapesOf(suite, options);
  const cells = chosen.backends.flatMap((backend) =>
    chosen.algorithms
      .filter((algorithm) => algorithms[algorithm]?.backends?.includes(backend) ?? true)
      .filter((algorithm) => options.algorithms || (profile.only?.[backend]?.includes(algorithm) ?? true))
      .flatMap((algorithm) =>
        shapes.map(([n, d, width]): CellSpec => ({ kind: suite.kind, algorithm, backend, n, d, width })),
      ),
  );
  if (cells.length === 0)
    throw new UsageError(
      `there is nothing to measure: no backend of ${chosen.backends.join(", ")} has ${chosen.algorithms.join(", ")}`,
    );
  return cells;
}

/** [n, d, width] of the cells of one algorithm on one backend. */
function shapesOf(suite: PairedSuite, { profile, widths, n }: Choice): (readonly [number, number, number])[] {
  if (suite.kind === "products") return suite.profiles[profile].shapes;
  const sizes = suite.profiles[profile];
  const all = widths ?? gridOf(MOST_WIDTH)(`widths of ${suite.name}`, sizes.widths);
  const inputs = n ?? gridOf(MOST_INPUTS)(`n of ${suite.name}`, sizes.n);
  return inputs.flatMap((n) => all.map((width) => [n, 0, width] as const));
}

/** One empty step per backend, measured like any other cell. */
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
