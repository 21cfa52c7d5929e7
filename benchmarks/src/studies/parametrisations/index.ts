// The tangent-kernel, mean-field and maximal-update parametrisations as points of Kunin et al., arXiv 2406.06158: the imbalance δ of
// each neuron at finite width, and the regime that follows (papers D2).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type NetworkJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runNetwork } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const parametrisationsStudy: Study<Params, NetworkJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runNetwork,
  answers,
  report,
  plots,
};
