// Iterative linearisation: performance, features and convergence against the period (paper C's reviews: C1, C3, C5 to C9).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type PeriodJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runPeriod } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const iterativeLinearisation: Study<Params, PeriodJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runPeriod,
  answers,
  report,
  plots,
};
