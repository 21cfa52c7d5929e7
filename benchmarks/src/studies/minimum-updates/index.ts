// How few feature updates a task with known features needs, and when few fail (paper C's reviews C9 and C10).
import type { Study } from "../../measuring/jobs/study.ts";
import { jobsOf, type UpdatesJob } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runUpdates } from "./run.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const minimumUpdates: Study<Params, UpdatesJob> = {
  params: paramsSchema,
  jobs: jobsOf,
  run: runUpdates,
  answers,
  report,
  plots,
};
