// Threshold trees when both layers train (question B5; Deng et al., arXiv 2208.04508, fix the second layer).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type BothLayersJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runBothLayers } from "./run.ts";

export const measure: Measure<Params, BothLayersJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runBothLayers,
};
