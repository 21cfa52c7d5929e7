// The minimal model of lazy and rich learning, solved exactly: Figs 2–4, 7 and 8 of Kunin et al., arXiv 2406.06158, and what its
// reviewers asked of it (papers D1, D3, D4, D6–D9).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type MinimalJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runMinimal } from "./run.ts";

export const measure: Measure<Params, MinimalJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runMinimal,
};
