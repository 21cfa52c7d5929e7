// Basins of attraction of the minimal model: Fig. 7 of Kunin et al., arXiv 2406.06158, as maps over whole surfaces, and how far
// their closed form holds for inputs that are not whitened (papers D6).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type BasinsJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runBasins } from "./run.ts";

export const measure: Measure<Params, BasinsJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runBasins,
};
