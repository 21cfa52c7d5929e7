// Parameters of the study of rank in training.
import { z } from "zod";
import { gridParams } from "../../networks/grids.ts";

const positive = z.number().int().positive();

/** What a profile of suites/rank-in-training.json holds. */
export const paramsSchema = z.object({
  ...gridParams,
  batch: positive,
  mostSteps: positive,
  momentum: z.number().min(0).max(1),
  /** steps before the first look at the rank after the start; each later look is after this many times as many */
  lookFactor: z.number().min(2),
  /** growing sizes of the reference set, the last for all ranks, the others for the saturation test */
  references: z.array(positive).min(2),
  seeds: positive,
});

export type Params = z.infer<typeof paramsSchema>;
