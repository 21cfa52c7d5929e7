// Jobs of the study of basins: one per imbalance δ and condition number.
import type { Params } from "./params.ts";

export const jobsOf = ({ deltas, conditions, ...grid }: Params) =>
  conditions.flatMap((condition) =>
    deltas.map((delta) => ({
      cell: { algorithm: "gradient-flow", d: 2, params: { delta, condition } },
      // upstream and at balance a keeps its sign and nothing is integrated
      cost: delta < 0 ? 1 : 0.01,
      ...grid,
    })),
  );

export type BasinsJob = ReturnType<typeof jobsOf>[number];
