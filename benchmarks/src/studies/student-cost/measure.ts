// What a run of the ReLU student costs, on which the sweep of Fig. 1(b) rests: Kunin et al., arXiv 2406.06158.
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type StudentCostJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runStudentCost } from "./run.ts";

export const measure: Measure<Params, StudentCostJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runStudentCost,
};
