// Parameters of the study of the student's cost.
import { z } from "zod";
import { tfjsBackend } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();

/** What a profile of suites/student-cost.json holds. */
export const paramsSchema = z.object({
  rounds: positive,
  /** even: neurons start in pairs */
  widths: z.array(positive.multipleOf(2)).min(1),
  /** steps at which a run is measured, beside 0; it ends with the last */
  checkpoints: z.array(positive).min(1),
  d: positive,
  n: positive,
  testCount: positive,
  teacherWidth: positive,
  /** whose step is timed beside ours */
  rival: tfjsBackend,
  /** τ */
  scale: z.number().positive(),
  /** δ */
  delta: z.number(),
});

export type Params = z.infer<typeof paramsSchema>;
