// What the solutions of different optimisers answer for new inputs, and how far they lie from the start (questions B7
// and B8).
import type { Measure } from "../../measuring/jobs/study.ts";
import { type GeneralisationJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runGeneralisation } from "./run.ts";

export const measure: Measure<Params, GeneralisationJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runGeneralisation,
};
