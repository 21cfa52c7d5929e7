// Jobs of the study of both layers: one per algorithm, shift, width, choice of layers and network.
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ dataset, n, shifts, seeds, tolerances, grids, oracle }: Params) =>
  grids.flatMap(({ algorithm, widths, mostSteps }) =>
    combinations({
      shift: shifts,
      width: widths,
      train: ["first", "both"] as const,
      network: upTo(seeds),
    }).map(({ width, ...params }) => ({
      cell: { algorithm, n, width, params: { dataset, ...params } },
      cost: 0.05 + width * n * (1e-6 + 1e-8 * mostSteps),
      mostSteps,
      /** ‖f − y‖ to be timed in steps; the smallest ends the run */
      tolerances,
      /** 0: no dense run beside it */
      oracleSteps: width <= oracle.mostWidth ? oracle.steps : 0,
    })),
  );

export type BothLayersJob = ReturnType<typeof jobsOf>[number];
