// Threshold trees when both layers train (paper B's reviews: B5; Deng et al., arXiv 2208.04508, fix the second layer).
import type { Study } from "../../measuring/jobs/study.ts";
import { type BothLayersJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runBothLayers } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const bothLayers: Study<Params, BothLayersJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runBothLayers,
  answers,
  report,
  plots,
};
