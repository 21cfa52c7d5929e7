import { backendNames } from "@widthwise/backends";
import { parametrisations } from "@widthwise/linearize";
import { z } from "zod";

const positive = z.number().int().positive();

/** What a profile of suites/iterative-linearisation.json holds. */
export const paramsSchema = z.object({
  /** a tfjs backend */
  backend: z.enum(backendNames),
  /** signs a input, and how many of them, the first, are multiplied for the label */
  d: positive,
  relevant: positive,
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
  /** of a two-layer tanh network */
  width: positive,
  parametrisation: z.enum(Object.keys(parametrisations) as (keyof typeof parametrisations)[]),
  /** T, all with the same optimiser: gradient descent on all examples */
  steps: positive,
  rates: z.array(z.number().positive()).min(1),
  /** K; longer than T is the fixed tangent kernel */
  periods: z.array(positive).min(1),
  seeds: positive,
});

export type Params = z.infer<typeof paramsSchema>;
