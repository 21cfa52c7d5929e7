// Parameters of the study of laziness.
import { z } from "zod";
import { gridParams } from "../../networks/grids.ts";

const positive = z.number().int().positive();

/** What a profile of suites/laziness.json holds. */
export const paramsSchema = z.object({
  ...gridParams,
  /** training ends when the loss is this share of its value at the start, or after so many steps */
  target: z.number().positive().max(1),
  mostSteps: positive,
  momentum: z.number().min(0).max(1),
  /** of the training examples: for the ratios, and for kernels */
  probes: positive,
  references: positive,
  /** power iterations for ‖∇²f‖ */
  powerSteps: positive,
  seeds: positive,
});

export type Params = z.infer<typeof paramsSchema>;
