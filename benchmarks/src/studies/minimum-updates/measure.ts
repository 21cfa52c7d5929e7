// How few feature updates a task with known features needs, and when few fail (questions C9 and C10).
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type UpdatesJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runUpdates } from "./run.ts";

export const measure: Measure<Params, UpdatesJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runUpdates,
};
