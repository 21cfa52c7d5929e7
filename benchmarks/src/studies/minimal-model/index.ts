// The minimal model of lazy and rich learning, solved exactly: Figs 2–4, 7 and 8 of Kunin et al., arXiv 2406.06158, and what its
// reviewers asked of it (papers D1, D3, D4, D6–D9).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type MinimalJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runMinimal } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const minimalModelStudy: Study<Params, MinimalJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runMinimal,
  answers,
  report,
  plots,
};
