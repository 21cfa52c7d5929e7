// Parameters of the study of a whole data set.
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();
const rate = z.number().positive();

/** What a profile of suites/all-of-mnist.json holds. */
export const paramsSchema = z.object({
  dataset: datasetParam,
  shift: shiftParam,
  /** inputs, the first of a random order; as many as there are, if fewer */
  n: gridParam("n"),
  widths: gridParam("widths"),
  /** a run trains for so long; what is looked at meanwhile does not count */
  budgetSeconds: z.number().positive(),
  /** looks at a run of mini-batches, evenly over the logarithm of time */
  looks: positive,
  gaussNewton: z
    .array(
      z.object({
        landmarks: z.number().int().nonnegative(),
        tolerance: z.number().positive().max(1),
        maxSteps: positive,
        damping: z.number().positive(),
      }),
    )
    .default([]),
  /** Gauss–Newton on mini-batches: λ in mean diagonal entries of the batch's G */
  batchGaussNewton: z
    .array(z.object({ batch: positive, rate, damping: z.number().nonnegative() }))
    .default([]),
  adam: z.array(z.object({ batch: positive, rate })).default([]),
  sgd: z.array(z.object({ batch: positive, rate })).default([]),
  /** ridges of the last layer alone, in mean diagonal entries of its features' Gram matrix */
  lastLayer: z.array(z.number().positive()).default([]),
});
export type Params = z.infer<typeof paramsSchema>;
