// Generalisation of damped Gauss–Newton against its damping, and its match λ = 1/(ηK) with long periods (review C2).
import type { Study } from "../../measuring/jobs/study.ts";
import { type DampingJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runDamping } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const gaussNewtonDamping: Study<Params, DampingJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runDamping,
  answers,
  report,
  plots,
};
