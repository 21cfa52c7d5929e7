// Iterative linearisation: performance, features and convergence against the period (questions C1, C3, C5 to
// C9; Goldwaser & Ge, arXiv 2211.12345).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type PeriodJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runPeriod } from "./run.ts";

export const measure: Measure<Params, PeriodJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runPeriod,
};
