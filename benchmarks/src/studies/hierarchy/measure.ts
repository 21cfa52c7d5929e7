// Samples that a deep network needs for the random hierarchy model over the relative scale α of its start: Kunin et al.,
// arXiv 2406.06158, Fig. 6(c).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type HierarchyJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runHierarchy } from "./run.ts";

export const measure: Measure<Params, HierarchyJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runHierarchy,
};
