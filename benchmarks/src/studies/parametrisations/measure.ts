// The tangent-kernel, mean-field and maximal-update parametrisations as points of Kunin et al., arXiv 2406.06158: the
// imbalance δ of each neuron at finite width, and the regime that follows (question D2).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type NetworkJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runNetwork } from "./run.ts";

export const measure: Measure<Params, NetworkJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runNetwork,
};
