// Jobs of the study of time to a residual: every algorithm on every backend, in rounds, grid by grid.

import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

/** A state above this many bytes is trained in a process of its own, so that it meets and leaves a clean memory. */
const BIG_BYTES = 2 ** 28;
/** Of inputs in R^784, for memory and the time left only. */
const TYPICAL_D = 784;

/** What a grid trains: of the params' algorithms and backends those that it names, with every rate that is tried. */
function trainersOf(params: Params, grid: Params["grids"][number]) {
  const chosen = (all: readonly string[], own = all) => all.filter((name) => own.includes(name));
  return chosen(params.algorithms, grid.algorithms).flatMap((algorithm) =>
    chosen(params.backends, grid.backends)
      .filter((backend) => algorithms[algorithm].backends?.includes(backend) ?? true)
      .flatMap((backend) =>
        (params.rates[algorithm] ?? [undefined]).map((rate) => ({ algorithm, backend, rate })),
      ),
  );
}

export function jobsOf(params: Params) {
  const { dataset, shift, grids } = params;
  const tolerances = [...params.tolerances].sort((a, b) => b - a);
  return grids.flatMap((grid) => {
    const { budgetSeconds } = grid;
    const trainers = trainersOf(params, grid);
    const cells = grid.n.flatMap((n) =>
      grid.widths.flatMap((width) => trainers.map((trainer) => ({ ...trainer, n, width }))),
    );
    return cells.flatMap(({ algorithm, backend, rate, n, width }) => {
      const problem = { n, d: TYPICAL_D, width, shift: shiftOf(shift)(width) };
      const bytes = algorithms[algorithm].bytes(problem, backend === "js" ? 8 : 4);
      const name = `${algorithm} ${backend} ${n} ${width} ${rate ?? ""}`;
      const varied: { rate?: number } = rate === undefined ? {} : { rate };
      return upTo(grid.rounds).map((round) => ({
        cell: { algorithm, backend, n, width, params: { dataset, shift, ...varied } },
        timed: true,
        round,
        process: bytes > BIG_BYTES ? `${name} ${round}` : backend,
        cost: Math.min(budgetSeconds, 0.2 + bytes / 5e7),
        // compared with each other, so measured on one machine
        group: `${n} ${width}`,
        tolerances,
        budgetSeconds,
      }));
    });
  });
}

/** Tolerances descend; without a rate it is the algorithm's own. */
export type LossJob = ReturnType<typeof jobsOf>[number];
