// Sketched preconditioning: what size, kind and tolerance of the sketch do, and whether it lowers n³ (papers B9, B13: Brand et
// al., arXiv 2006.11648; Deng et al., arXiv 2208.04508, and its reviews).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type SketchesJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runSketches } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const sketches: Study<Params, SketchesJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runSketches,
  answers,
  report,
  plots,
};
