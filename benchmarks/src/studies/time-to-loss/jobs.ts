import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface LossJob extends Job {
  readonly algorithm: string;
  readonly backend: string;
  readonly dataset: string;
  readonly n: number;
  readonly width: number;
  readonly shift: string;
  /** absent: the algorithm's own */
  readonly rate?: number | undefined;
  readonly round: number;
  /** descending */
  readonly tolerances: readonly number[];
  readonly budgetSeconds: number;
}

/** A state above this many bytes is trained in a process of its own, so that it meets and leaves a clean memory. */
const BIG_BYTES = 2 ** 28;
/** Of inputs in R^784, for memory and the time left only. */
const TYPICAL_D = 784;

export function jobsOf(params: Params): LossJob[] {
  const { dataset, shift, tolerances, grids } = params;
  return grids.flatMap((grid) => {
    const chosen = (own: readonly string[] | undefined, all: readonly string[]) =>
      own === undefined ? all : all.filter((name) => own.includes(name));
    const pairs = chosen(grid.algorithms, params.algorithms).flatMap((algorithm) =>
      chosen(grid.backends, params.backends)
        .filter((backend) => algorithms[algorithm].backends?.includes(backend) ?? true)
        .flatMap((backend) =>
          (params.rates[algorithm] ?? [undefined]).map((rate) => ({ algorithm, backend, rate })),
        ),
    );
    return grid.n.flatMap((n) =>
      grid.widths.flatMap((width) =>
        pairs.flatMap(({ algorithm, backend, rate }) =>
          Array.from({ length: grid.rounds }, (_, round): LossJob => {
            const word = backend === "js" ? 8 : 4;
            const bytes = algorithms[algorithm].bytes(
              { n, d: TYPICAL_D, width, shift: shiftOf(shift)(width) },
              word,
            );
            const name = `${algorithm} ${backend} ${n} ${width} ${rate ?? ""}`;
            const varied = rate === undefined ? {} : { rate };
            return {
              cell: { algorithm, backend, n, width, params: { dataset, shift, ...varied } },
              timed: true,
              round,
              process: bytes > BIG_BYTES ? `${name} ${round}` : backend,
              cost: Math.min(grid.budgetSeconds, 0.2 + bytes / 5e7),
              // compared with each other, so measured on one machine
              group: `${n} ${width}`,
              algorithm,
              backend,
              dataset,
              n,
              width,
              shift,
              ...varied,
              tolerances: [...tolerances].sort((a, b) => b - a),
              budgetSeconds: grid.budgetSeconds,
            };
          }),
        ),
      ),
    );
  });
}
