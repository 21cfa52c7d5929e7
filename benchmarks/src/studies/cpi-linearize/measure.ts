// Cost of one iteration of ordinary, linearised and low-rank training, and of J v and Jᵀ u, against width on every tfjs backend.
import type { Measure } from "../../measuring/jobs/study.ts";
import { type CostJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runCosts } from "./run.ts";

export const measure: Measure<Params, CostJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runCosts,
};
