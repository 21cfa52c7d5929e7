import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface BasinsJob extends Job {
  readonly delta: number;
  readonly condition: number;
  readonly readouts: number;
  readonly angles: number;
  readonly mostReadout: number;
}

export function jobsOf({ deltas, conditions, readouts, angles, mostReadout }: Params): BasinsJob[] {
  return conditions.flatMap((condition) =>
    deltas.map((delta) => ({
      cell: { algorithm: "gradient-flow", d: 2, params: { delta, condition } },
      // upstream and at balance a keeps its sign and nothing is integrated
      cost: delta < 0 ? 1 : 0.01,
      delta,
      condition,
      readouts,
      angles,
      mostReadout,
    })),
  );
}
