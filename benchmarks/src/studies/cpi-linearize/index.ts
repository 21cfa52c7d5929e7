// Cost of one iteration of ordinary, linearised and low-rank training, and of J v and Jᵀ u, against width on every tfjs backend.
import type { Study } from "../../measuring/jobs/study.ts";
import { type CostJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runCosts } from "./run.ts";
import { plots } from "./tell/plots.ts";
import { finding, report } from "./tell/sections.ts";

export const cpiLinearize: Study<Params, CostJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runCosts,
  answers: () => [],
  finding,
  report,
  plots,
};
