// How sparse, how well conditioned and how wide: what the theory of sublinear training assumes, measured (papers B3, B4,
// B6, B11, B12, B14: Deng et al., arXiv 2208.04508, and its reviews).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type SparsityJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runSparsity } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const sparsity: Study<Params, SparsityJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runSparsity,
  answers,
  report,
  plots,
};
