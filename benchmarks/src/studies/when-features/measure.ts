// One linearisation after τ ordinary steps: is all feature learning early? (Vyas et al. 2022; question C4)
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type LinearisedJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runOnce } from "./run.ts";

export const measure: Measure<Params, LinearisedJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runOnce,
};
