// What the study of stochastic descent may be asked for.
import { z } from "zod";

const positive = z.number().int().positive();

/** What a profile of suites/stochastic-delta.json holds. */
export const paramsSchema = z.object({
  /** imbalance of every neuron at the start */
  deltas: z.array(z.number()).min(1),
  /** standard deviation of what is added to the labels */
  noises: z.array(z.number().nonnegative()).min(1),
  /** ε */
  rates: z.array(z.number().positive()).min(1),
  /** examples of a step; n: all of them */
  batches: z.array(positive).min(1),
  /** ε times the number of steps */
  time: z.number().positive(),
  seeds: positive,
  d: positive,
  n: positive,
  /** even: neurons start in pairs */
  width: positive.multipleOf(2),
  teacherWidth: positive,
});

export type Params = z.infer<typeof paramsSchema>;
