import type { Job } from "../../run-study/study.ts";
import type { Params } from "./params.ts";

export interface PeriodJob extends Job, Omit<Params, "rates" | "periods" | "seeds"> {
  readonly rate: number;
  readonly period: number;
  readonly round: number;
}

export function jobsOf({ rates, periods, seeds, ...common }: Params): PeriodJob[] {
  const { backend, n, d, width, steps } = common;
  return Array.from({ length: seeds }, (_, round) =>
    rates.flatMap((rate) =>
      periods.map(
        (period): PeriodJob => ({
          ...common,
          cell: {
            algorithm: "iterative-linearisation",
            backend,
            n,
            d,
            width,
            params: { period, rate },
          },
          round,
          process: backend,
          cost: (steps * n * width) / 5e6,
          rate,
          period,
        }),
      ),
    ),
  ).flat();
}
