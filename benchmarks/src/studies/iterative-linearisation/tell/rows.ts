// Runs of a result by task, optimiser and period, seeds gathered.

import { cellsWith } from "../../../telling/read-cells.ts";
import { gathered, type Runs } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema, type StudyTask } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface OptimiserRuns {
  readonly task: StudyTask;
  readonly optimiser: string;
  /** by K, ascending */
  readonly periods: readonly Runs[];
  /** by the residual at which a period ends, descending */
  readonly solved: readonly Runs[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf(result: StudyResult): OptimiserRuns[] {
  return paramsOf(result)
    .tasks.flatMap((task) =>
      task.optimisers.map((optimiser): OptimiserRuns => {
        const of = (algorithm: string) => cellsWith(result, { task: task.name, optimiser }, algorithm);
        return {
          task,
          optimiser,
          periods: gathered(of("iterative-linearisation"), "period"),
          solved: gathered(of("inner-solved"), "residual").reverse(),
        };
      }),
    )
    .filter(({ periods }) => periods.length > 0);
}
