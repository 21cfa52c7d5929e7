// Iterative linearisation: performance against the period, on a task with known features (paper C's reviews: C1, C9).
import type { Study } from "../../run-study/study.ts";
import { answers } from "./answers.ts";
import { jobsOf, type PeriodJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { report } from "./report.ts";
import { runPeriod } from "./run.ts";

export const iterativeLinearisation: Study<Params, PeriodJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runPeriod,
  answers,
  report,
  plots: () => [],
};
