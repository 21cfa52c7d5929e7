// Generalisation of damped Gauss–Newton against its damping, and its match λ = 1/(ηK) with long periods (review C2).
import type { Study } from "../../run-study/study.ts";
import { answers } from "./answers.ts";
import { type DampingJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { plots } from "./plots.ts";
import { report } from "./report.ts";
import { runDamping } from "./run.ts";

export const gaussNewtonDamping: Study<Params, DampingJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runDamping,
  answers,
  report,
  plots,
};
