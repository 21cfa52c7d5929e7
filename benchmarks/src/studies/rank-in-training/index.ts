// Does the effective rank of gradients grow while a network is trained, and is it low to begin with (paper A's reviews: A2,
// A6, A8, A11; openreview.net/forum?id=XgAKt7rbXk)?
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type RankJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runRank } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const rankInTraining: Study<Params, RankJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runRank,
  answers,
  report,
  plots,
};
