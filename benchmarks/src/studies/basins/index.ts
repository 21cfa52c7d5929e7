// Basins of attraction of the minimal model: Fig. 7 of Kunin et al., arXiv 2406.06158, as maps over whole surfaces, and how far
// their closed form holds for inputs that are not whitened (papers D6).
import type { Study } from "../../measuring/jobs/study.ts";
import { type BasinsJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runBasins } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const basins: Study<Params, BasinsJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runBasins,
  answers,
  report,
  plots,
};
