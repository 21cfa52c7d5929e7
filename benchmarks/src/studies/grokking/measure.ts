// Grokking in modular arithmetic over the overall scale τ and the relative scale α of a one-layer transformer's
// start: Kunin et al., arXiv 2406.06158, Figs 6(d) and 12.
import type { Measure } from "../../measuring/jobs/study.ts";
import { type GrokkingJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runGrokking } from "./run.ts";

export const measure: Measure<Params, GrokkingJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runGrokking,
};
