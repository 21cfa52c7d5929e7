// Jobs of the study of few updates: per task and seed ordinary training, and one per length of training between updates.
import { type TaskRun, taskJobs } from "../../networks/task-jobs.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ times, ...study }: Params) =>
  taskJobs(study, ({ n }): TaskRun<{ readonly time?: number }>[] => {
    const cost = (n / 256) ** 2;
    return [
      { algorithm: "ordinary", params: {}, cost },
      ...times.map((time) => ({ algorithm: "inner-descent", params: { time }, cost })),
    ];
  });

export type UpdatesJob = ReturnType<typeof jobsOf>[number];
