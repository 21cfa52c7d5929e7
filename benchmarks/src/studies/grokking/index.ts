// Grokking in modular arithmetic over the overall scale τ and the relative scale α of a one-layer transformer's start: Kunin et al.,
// arXiv 2406.06158, Figs 6(d) and 12.
import type { Study } from "../../measuring/jobs/study.ts";
import { type GrokkingJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runGrokking } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const grokking: Study<Params, GrokkingJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runGrokking,
  answers,
  report,
  plots,
};
