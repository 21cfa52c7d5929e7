// Parameters of the study of what a sweep costs.
import { z } from "zod";
import { MOST_JOBS } from "../../measuring/jobs/up-to.ts";

const count = z.number().int().positive().max(MOST_JOBS);
/** What a profile of suites/sweep-cost.json holds. */
export const paramsSchema = z.object({
  cells: count,
  /** kill -9 of the sweep, at every other one of its workers first */
  kills: count,
  parts: count,
  /** wall time of the whole command, a cell, that is accepted: 2 where nothing else runs */
  boundMs: z.number().positive(),
});
export type Params = z.infer<typeof paramsSchema>;
