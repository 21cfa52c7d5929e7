// What the study of parametrisations may be asked for.
import { unitRateScales } from "@widthwise/dynamics";
import { z } from "zod";

const positive = z.number().int().positive();

/** `drawn`: as the parametrisation has it; `equal`: every neuron has the root mean square sizes. */
export const SIZES = ["drawn", "equal"] as const;

/** Of δ over the neurons. */
export const QUANTILES = [
  ["5 %", 0.05],
  ["25 %", 0.25],
  ["median", 0.5],
  ["75 %", 0.75],
  ["95 %", 0.95],
] as const;

/** What a profile of suites/parametrisations.json holds. */
export const paramsSchema = z.object({
  parametrisations: z.array(z.enum(Object.keys(unitRateScales))).min(1),
  /** even: neurons start in pairs */
  widths: z.array(positive.multipleOf(2)).min(1),
  /** networks drawn and trained of each */
  seeds: positive,
  /** steps of training, of half the largest stable size at the start */
  checkpoints: z.array(positive).min(1),
  d: positive,
  n: positive,
  testCount: positive,
  teacherWidth: positive,
});

export type Params = z.infer<typeof paramsSchema>;
