// Jobs of the study of iterative linearisation: one per task, seed, optimiser and what ends a period.
import { type TaskRun, taskJobs } from "../../networks/task-jobs.ts";
import type { Params } from "./params.ts";

/** K, or where periods end by their residual, that. */
type PeriodParams = {
  readonly optimiser: string;
  readonly period?: number;
  readonly residual?: number;
};

export const jobsOf = ({ periods, residuals, ...study }: Params) =>
  taskJobs(study, ({ optimisers, n, width }) => {
    const cost = (study.steps / 500) * (1 + (n * width) / 1e5);
    return optimisers.flatMap((optimiser): TaskRun<PeriodParams>[] => [
      ...periods.map((period) => ({
        algorithm: "iterative-linearisation",
        params: { optimiser, period },
        cost,
      })),
      ...residuals.map((residual) => ({ algorithm: "inner-solved", params: { optimiser, residual }, cost })),
    ]);
  });

export type PeriodJob = ReturnType<typeof jobsOf>[number];
