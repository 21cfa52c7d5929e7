// What the study of the phase diagram may be asked for.

import { z } from "zod";
import { upTo } from "../../measuring/jobs/up-to.ts";

const positive = z.number().int().positive();
/** Values from, …, to. */
const grid = z.object({ from: z.number(), to: z.number(), count: positive });

/** What a profile of suites/phase-diagram.json holds. */
export const paramsSchema = z.object({
  /** log10 of τ */
  logScales: grid,
  /** δ */
  deltas: grid,
  /** runs 100, 101, … of each cell of the grid: teacher, student and data */
  seeds: positive,
  /** steps at which to measure, beside 0 and 1 */
  checkpoints: z.array(positive).min(1),
  /** every so many-th τ and δ, corners included, goes on to these steps */
  further: z.object({ every: positive, checkpoints: z.array(positive).min(1) }).optional(),
  /** points off the grid that go on to the last step of all: the paper's finer grid has extremes there */
  besides: z.array(z.object({ logScale: z.number(), delta: z.number() })).optional(),
  d: positive,
  n: positive,
  /** even: neurons start in pairs */
  width: positive.multipleOf(2),
  testCount: positive,
  teacherWidth: positive,
  /** the learning rate is this over τ² */
  rate: z.number().positive(),
});

export type Params = z.infer<typeof paramsSchema>;

/** from, …, to, evenly. */
export function gridValues({ from, to, count }: z.infer<typeof grid>): number[] {
  if (count === 1) return [from];
  // rounded, so that a middle of −1 and 1 is 0
  return upTo(count).map((k) => Number((from + ((to - from) * k) / (count - 1)).toPrecision(12)));
}
