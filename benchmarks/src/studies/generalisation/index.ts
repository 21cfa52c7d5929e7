// What the solutions of different optimisers answer for new inputs, and how far they lie from the start (paper B's
// reviews: B7 and B8).
import type { Study } from "../../measuring/jobs/study.ts";
import { type GeneralisationJob, jobsOf } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runGeneralisation } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const generalisation: Study<Params, GeneralisationJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runGeneralisation,
  answers,
  report,
  plots,
};
