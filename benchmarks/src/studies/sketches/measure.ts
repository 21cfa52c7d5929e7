// Sketched preconditioning: what size, kind and tolerance of the sketch do, and whether it lowers n³ (papers B9, B13: Brand et
// al., arXiv 2006.11648; Deng et al., arXiv 2208.04508, and its reviews).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type SketchesJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runSketches } from "./run.ts";

export const measure: Measure<Params, SketchesJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runSketches,
};
