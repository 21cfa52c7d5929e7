// Jobs of the study of a whole data set: every way of training, one run each in a process of its own.
import type { Params } from "./params.ts";

export function jobsOf(params: Params) {
  const { dataset, shift, budgetSeconds, looks } = params;
  const ways = [
    ...params.gaussNewton.map((options) => ({ algorithm: "damped-gn" as const, options })),
    ...params.batchGaussNewton.map((options) => ({ algorithm: "batch-gn" as const, options })),
    ...params.adam.map((options) => ({ algorithm: "adam" as const, options })),
    ...params.sgd.map((options) => ({ algorithm: "sgd" as const, options })),
    ...params.lastLayer.map((ridge) => ({ algorithm: "last-layer" as const, options: { ridge } })),
  ];
  return params.n.flatMap((n) =>
    params.widths.flatMap((width) =>
      ways.map((way) => ({
        ...way,
        cell: {
          algorithm: way.algorithm,
          backend: "wasm-mt",
          n,
          width,
          params: { dataset, shift, ...way.options },
        },
        timed: true,
        process: `${way.algorithm} ${JSON.stringify(way.options)} ${n} ${width}`,
        cost: way.algorithm === "last-layer" ? 60 : budgetSeconds,
        budgetSeconds,
        looks,
      })),
    ),
  );
}

export type WholeJob = ReturnType<typeof jobsOf>[number];
