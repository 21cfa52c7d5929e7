// The minimal model of lazy and rich learning, solved exactly: Figs 2–4, 7 and 8 of Kunin et al., arXiv 2406.06158, and
// what its reviewers asked of it (questions D1, D3, D4, D6–D9). Every exact number stands beside an integrated one.
import type { Measure } from "../../measuring/jobs/study.ts";
import { type Params, paramsSchema } from "./params.ts";
import { jobsOf, type MinimalJob, runPart } from "./parts.ts";

export const measure: Measure<Params, MinimalJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runPart,
};
