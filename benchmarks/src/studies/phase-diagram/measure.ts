// Lazy, rich and rapid rich learning of a two-layer ReLU student over the scale τ and the imbalance δ of its start: Kunin et al.,
// arXiv 2406.06158, Figs 1(b), 5(b) and 10.
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type StudentJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runStudent } from "./run.ts";

export const measure: Measure<Params, StudentJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runStudent,
};
