// How sparse, how well conditioned and how wide: what the theory of sublinear training assumes, measured (papers B3, B4,
// B6, B11, B12, B14: Deng et al., arXiv 2208.04508, and its reviews).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type SparsityJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runSparsity } from "./run.ts";

export const measure: Measure<Params, SparsityJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runSparsity,
};
