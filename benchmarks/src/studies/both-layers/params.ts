// Parameters of the study of both layers.
import { algorithms } from "@widthwise/train";
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();

/** Algorithms that can train the second layer too. */
const able = Object.keys(algorithms).filter((name) => algorithms[name].bothLayers);

/** What a profile of suites/both-layers.json holds. */
export const paramsSchema = z.object({
  dataset: datasetParam,
  n: positive,
  shifts: z.array(shiftParam).min(1),
  /** networks per point */
  seeds: positive,
  /** targets for ‖f − y‖₂; the smallest ends a run */
  tolerances: z.array(z.number().positive()).min(1),
  grids: z
    .array(z.object({ algorithm: z.enum(able), widths: gridParam("widths"), mostSteps: positive }))
    .min(1),
  /** up to this width the first steps are repeated with all weights in float64 */
  oracle: z.object({ mostWidth: positive, steps: positive }),
});

export type Params = z.infer<typeof paramsSchema>;
export type Layers = "first" | "both";
