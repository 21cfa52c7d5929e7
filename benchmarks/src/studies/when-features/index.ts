// One linearisation after τ ordinary steps: is all feature learning early? (Vyas et al. 2022; paper C's review C4)
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type LinearisedJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runOnce } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const whenFeatures: Study<Params, LinearisedJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runOnce,
  answers,
  report,
  plots,
};
