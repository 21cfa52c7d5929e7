import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface NetworkJob extends Job {
  readonly parametrisation: string;
  /** `drawn`: as the parametrisation has it; `equal`: every neuron has the root mean square sizes */
  readonly sizes: "drawn" | "equal";
  readonly m: number;
  readonly seed: number;
  readonly checkpoints: readonly number[];
  readonly d: number;
  readonly n: number;
  readonly testCount: number;
  readonly teacherWidth: number;
}

export function jobsOf(params: Params): NetworkJob[] {
  const { widths, seeds, checkpoints, d, n, testCount, teacherWidth } = params;
  return params.parametrisations.flatMap((parametrisation) =>
    (["drawn", "equal"] as const).flatMap((sizes) =>
      widths.flatMap((m) =>
        Array.from({ length: seeds }, (_, seed): NetworkJob => {
          const own = { parametrisation, sizes, seed };
          return {
            cell: { algorithm: "student-gd", backend: "wasm", n, d, width: m, params: own },
            cost: m * (Math.max(...checkpoints) + n),
            ...own,
            m,
            checkpoints: [0, ...checkpoints],
            d,
            n,
            testCount,
            teacherWidth,
          };
        }),
      ),
    ),
  );
}
