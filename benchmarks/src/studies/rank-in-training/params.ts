import { backendNames } from "@widthwise/backends";
import { z } from "zod";
import { gridSchema } from "../../networks/points.ts";

const positive = z.number().int().positive();

/** What a profile of suites/rank-in-training.json holds. */
export const paramsSchema = z.object({
  /** tfjs backends, the first that is there is used */
  backends: z.array(z.enum(backendNames)).min(1),
  grids: z.array(gridSchema).min(1),
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
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
