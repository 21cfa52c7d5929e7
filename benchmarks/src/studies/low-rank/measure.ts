// Training in the subspace of a few reference gradients against backpropagation (paper A, algorithm 1, and its reviews: A1,
// A3, A4, A5, A7, A9, A11; openreview.net/forum?id=XgAKt7rbXk).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type LowRankJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runLowRank } from "./run.ts";

export const measure: Measure<Params, LowRankJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runLowRank,
};
