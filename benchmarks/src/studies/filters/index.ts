// What convolutional networks learn from starts of different relative scale α: the distances of LeNet from its start, and how
// smooth the first filters become: Kunin et al., arXiv 2406.06158, Figs 6(a) and 6(b).
import type { Study } from "../../measuring/jobs/study.ts";
import { type FiltersJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runFilters } from "./run.ts";
import { plots } from "./tell/plots.ts";
import { finding, report } from "./tell/sections.ts";

export const filters: Study<Params, FiltersJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runFilters,
  // the figures are no reviewer's question
  answers: () => [],
  finding,
  report,
  plots,
};
