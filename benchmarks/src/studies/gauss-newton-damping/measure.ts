// Generalisation of damped Gauss–Newton against its damping, and its match λ = 1/(ηK) with long periods (question C2).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type DampingJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runDamping } from "./run.ts";

export const measure: Measure<Params, DampingJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runDamping,
};
