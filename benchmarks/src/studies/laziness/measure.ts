// Which networks are lazy: the laziness ratio before training, and what moves during it, against width, depth,
// parametrisation and architecture (paper A's reviews: A6, A7, A10, A11; openreview.net/forum?id=XgAKt7rbXk).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type LazinessJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runLaziness } from "./run.ts";

export const measure: Measure<Params, LazinessJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runLaziness,
};
