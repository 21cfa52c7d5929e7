// Parameters of the study of the instrument itself.
import { z } from "zod";
import { MOST_JOBS } from "../../measuring/jobs/up-to.ts";

/** What may be planted. */
export const faults = [
  "level",
  "exponent",
  "uniform",
  "pass",
  "wrong",
  "crash",
  "removed",
  "leak",
  "dead code",
  "comment",
] as const;
export type Fault = (typeof faults)[number];

const count = z.number().int().nonnegative().max(MOST_JOBS);
const positive = count.positive();
/** What a profile of suites/selftest.json holds. */
export const paramsSchema = z.object({
  algorithms: z.array(z.string()).min(1),
  backend: z.string(),
  dataset: z.string(),
  n: positive,
  widths: z.array(positive).min(5),
  /** of one trial, as `compare` takes them */
  rounds: positive,
  processes: positive,
  mostProcesses: positive,
  /** fresh check-outs, each with trials of its own */
  blocks: positive,
  /** trials of equal code in a block */
  equal: count,
  /** of them every so many-th runs beside a neighbour that computes; 0: none */
  busyEvery: count,
  /** now and then, if it is not said, or all the time */
  neighbour: z.enum(["bursty", "steady"]).optional(),
  /** seconds, in place of a number of processes: until every interval is narrow enough */
  untilResolved: z.number().positive().optional(),
  /** trials of each planted fault, in all */
  planted: z.partialRecord(z.enum(faults), count),
});
export type Params = z.infer<typeof paramsSchema>;
