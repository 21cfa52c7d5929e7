import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface CostJob extends Job, Omit<Params, "backends" | "widths" | "rounds"> {
  readonly backend: string;
  readonly width: number;
  readonly round: number;
}

export function jobsOf({ backends, widths, rounds, ...common }: Params): CostJob[] {
  return backends.flatMap(({ name: backend, mostWidth }) =>
    widths
      .filter((width) => width <= mostWidth)
      .flatMap((width) =>
        Array.from(
          { length: rounds },
          (_, round): CostJob => ({
            ...common,
            cell: { algorithm: "linearise", backend, n: common.n, width },
            timed: true,
            round,
            process: backend,
            cost: common.sampleMs * 10 + width ** 2 / (backend === "tfjs-cpu" ? 100 : 3e4),
            group: backend,
            backend,
            width,
          }),
        ),
      ),
  );
}
