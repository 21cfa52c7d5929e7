import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface FiltersJob extends Job, Omit<Params, "alphas" | "seeds" | "lenet" | "cnn"> {
  readonly alpha: number;
  readonly seed: number;
  readonly net:
    | ({ readonly kind: "lenet" } & NonNullable<Params["lenet"]>)
    | ({ readonly kind: "cnn" } & NonNullable<Params["cnn"]>);
}

export function jobsOf({ alphas, seeds, lenet, cnn, ...common }: Params): FiltersJob[] {
  const nets: FiltersJob["net"][] = [
    ...(lenet ? [{ kind: "lenet" as const, ...lenet }] : []),
    ...(cnn ? [{ kind: "cnn" as const, ...cnn }] : []),
  ];
  return Array.from({ length: seeds }, (_, k) =>
    nets.flatMap((net) =>
      alphas.map(
        (alpha): FiltersJob => ({
          ...common,
          cell: {
            algorithm: net.kind,
            n: common.n,
            width: net.kind === "lenet" ? net.width : net.filters,
            params: { alpha, seed: k + 1 },
          },
          cost: common.batch * Math.max(...common.looks),
          net,
          alpha,
          seed: k + 1,
        }),
      ),
    ),
  ).flat();
}
