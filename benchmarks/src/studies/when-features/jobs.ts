// Jobs of the study of when features are learnt: one per task, seed, optimiser and τ.
import { combinations } from "../../measuring/jobs/combinations.ts";
import { taskJobs } from "../../networks/task-jobs.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ linearisedAfter, ...study }: Params) =>
  taskJobs(study, ({ optimisers }) =>
    combinations({ optimiser: optimisers, after: linearisedAfter }).map((params) => ({
      algorithm: "linearised-once",
      params,
      cost: study.steps / 500,
    })),
  );

export type LinearisedJob = ReturnType<typeof jobsOf>[number];
