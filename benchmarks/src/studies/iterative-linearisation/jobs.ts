import type { TracedJob } from "../../networks/traced-run.ts";
import type { Params, StudyTask } from "./params.ts";

export interface PeriodJob extends TracedJob {
  /** K, or undefined where periods end by their residual */
  readonly period?: number | undefined;
  readonly residual?: number | undefined;
}

/** Jobs of one task and seed stand together, the tasks one after the other. */
export function jobsOf(params: Params): PeriodJob[] {
  return params.tasks.flatMap((task) =>
    Array.from({ length: task.seeds }, (_, round) =>
      task.optimisers.flatMap((optimiser) => [
        ...params.periods.map((period) => jobOf(params, task, optimiser, round, { period })),
        ...params.residuals.map((residual) => jobOf(params, task, optimiser, round, { residual })),
      ]),
    ).flat(),
  );
}

function jobOf(
  { backend, steps, probe }: Params,
  { optimisers: _, seeds: __, ...task }: StudyTask,
  optimiser: string,
  round: number,
  ends: { readonly period: number } | { readonly residual: number },
): PeriodJob {
  const { name, n, width } = task;
  const algorithm = "period" in ends ? "iterative-linearisation" : "inner-solved";
  return {
    cell: { algorithm, backend, n, width, params: { task: name, optimiser, ...ends } },
    round,
    process: backend,
    cost: (steps / 500) * (1 + (n * width) / 1e5),
    backend,
    task,
    optimiser,
    steps,
    probe,
    ...ends,
  };
}
