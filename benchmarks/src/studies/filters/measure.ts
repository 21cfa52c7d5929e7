// What convolutional networks learn from starts of different relative scale α: the distances of LeNet from its start, and how
// smooth the first filters become: Kunin et al., arXiv 2406.06158, Figs 6(a) and 6(b).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type FiltersJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runFilters } from "./run.ts";

export const measure: Measure<Params, FiltersJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runFilters,
};
