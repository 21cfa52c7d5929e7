// Jobs of the study of damping: per task and seed ordinary training, and a pair of methods per damping.
import { type TaskRun, taskJobs } from "../../networks/task-jobs.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ dampings, ...study }: Params) =>
  taskJobs(study, (): TaskRun<{ readonly damping?: number }>[] => [
    { algorithm: "ordinary", params: {} },
    ...dampings.map((damping) => ({ algorithm: "damped-pair", params: { damping } })),
  ]);

export type DampingJob = ReturnType<typeof jobsOf>[number];
