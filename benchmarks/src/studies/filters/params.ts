// Parameters of the study of convolutional filters.
import { z } from "zod";
import { tfjsBackends } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();
const above = z.number().positive();

/** What a profile of suites/filters.json holds. */
export const paramsSchema = z.object({
  backends: tfjsBackends,
  dataset: z.enum(["mnist", "fashion-mnist", "cifar10"]),
  /** relative scales: first layer over α, readout times α */
  alphas: z.array(above).min(1),
  seeds: positive,
  n: positive,
  unseen: positive,
  batch: positive,
  momentum: z.number().min(0).lt(1),
  /** steps at which to look, beside the start; the last one ends the run */
  looks: z.array(positive).min(1),
  /** examples of the tangent kernel and of the signs */
  probes: positive,
  /** filters of LeNet's first layer, 6 in the original, and the rate as a share of 1/λ_max of the curvature at the start */
  lenet: z.object({ width: positive, share: above }).nullable(),
  /** a convolution by filters [size, size], normalisation, and a dense readout, at one rate for every α */
  cnn: z.object({ size: positive, filters: positive, rate: above }).nullable(),
});

export type Params = z.infer<typeof paramsSchema>;
