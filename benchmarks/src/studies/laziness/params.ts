import { backendNames } from "@widthwise/backends";
import { z } from "zod";
import { gridSchema } from "../../networks/points.ts";

const positive = z.number().int().positive();

/** What a profile of suites/laziness.json holds. */
export const paramsSchema = z.object({
  /** tfjs backends, the first that is there is used */
  backends: z.array(z.enum(backendNames)).min(1),
  grids: z.array(gridSchema).min(1),
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
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
