// The largest problems that fit, and the law that says which do (paper B's reviews: B15).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type LargestJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runLargest } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const largest: Study<Params, LargestJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runLargest,
  answers,
  report,
  plots,
};
