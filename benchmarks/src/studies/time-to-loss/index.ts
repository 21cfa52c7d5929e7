// Time from nothing to a residual, initialisation included, for every algorithm (paper B's reviews: B2).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type LossJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runToLoss } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const timeToLoss: Study<Params, LossJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runToLoss,
  answers,
  report,
  plots,
};
