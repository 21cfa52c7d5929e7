// Does the effective rank of gradients grow while a network is trained, and is it low to begin with (paper A's reviews: A2,
// A6, A8, A11; openreview.net/forum?id=XgAKt7rbXk)?
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type RankJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runRank } from "./run.ts";

export const measure: Measure<Params, RankJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runRank,
};
