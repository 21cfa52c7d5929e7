// Time from nothing to a residual, initialisation included, for every algorithm (paper B's reviews: B2).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type LossJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runToLoss } from "./run.ts";

export const measure: Measure<Params, LossJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runToLoss,
};
