// What stochastic gradient descent does to the imbalance that gradient flow conserves: a question of the reviewers of Kunin et
// al., arXiv 2406.06158 (question D5).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type DescentJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runDescent } from "./run.ts";

export const measure: Measure<Params, DescentJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runDescent,
};
