// The largest problems that fit, and the law that says which do (paper B's reviews: B15).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type LargestJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runLargest } from "./run.ts";

export const measure: Measure<Params, LargestJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runLargest,
};
