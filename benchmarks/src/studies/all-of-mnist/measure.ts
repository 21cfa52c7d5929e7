// A whole data set: Gauss–Newton on all of it beside mini-batches (paper B's reviews: B15).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type WholeJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runWhole } from "./run.ts";

export const measure: Measure<Params, WholeJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runWhole,
};
