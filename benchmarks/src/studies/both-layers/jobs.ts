import type { Job } from "../../measuring/jobs/study.ts";
import type { Layers, Params } from "./params.ts";

/** One run from one initialisation. */
export interface BothLayersJob extends Job {
  readonly algorithm: string;
  readonly train: Layers;
  readonly dataset: string;
  readonly n: number;
  readonly width: number;
  readonly shift: string;
  /** number of the network */
  readonly network: number;
  /** ‖f − y‖ to be timed in steps; the smallest ends the run */
  readonly tolerances: readonly number[];
  readonly mostSteps: number;
  /** 0: no dense run beside it */
  readonly oracleSteps: number;
}

export function jobsOf({ dataset, n, shifts, seeds, tolerances, grids, oracle }: Params): BothLayersJob[] {
  return grids.flatMap(({ algorithm, widths, mostSteps }) =>
    shifts.flatMap((shift) =>
      widths.flatMap((width) =>
        (["first", "both"] as const).flatMap((train) =>
          Array.from(
            { length: seeds },
            (_, network): BothLayersJob => ({
              cell: { algorithm, n, width, params: { dataset, shift, train, network } },
              cost: 0.05 + width * n * (1e-6 + 1e-8 * mostSteps),
              algorithm,
              train,
              dataset,
              n,
              width,
              shift,
              network,
              tolerances,
              mostSteps,
              oracleSteps: width <= oracle.mostWidth ? oracle.steps : 0,
            }),
          ),
        ),
      ),
    ),
  );
}
