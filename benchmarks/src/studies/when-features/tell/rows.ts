import { cellsWith } from "../../../telling/read-cells.ts";
import { difference, gathered, type Runs, SAME } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema, type StudyTask } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface OptimiserRuns {
  readonly task: StudyTask;
  readonly optimiser: string;
  /** by τ, ascending */
  readonly after: readonly Runs[];
  /** τ = T */
  readonly ordinary: Runs | undefined;
}

/** In the order of the params; those without a run are left out. */
export function runsOf(result: StudyResult): OptimiserRuns[] {
  const { tasks, steps } = paramsOf(result);
  return tasks
    .flatMap((task) =>
      task.optimisers.map((optimiser) => {
        const after = gathered(cellsWith(result, { task: task.name, optimiser }), "after");
        return { task, optimiser, after, ordinary: after.find(({ at }) => at === steps) };
      }),
    )
    .filter(({ after }) => after.length > 0);
}

/** Smallest τ from which on no accuracy lies more than two points below ordinary training's, by its paired interval. */
export function enough({ after, ordinary }: OptimiserRuns): number | undefined {
  if (ordinary === undefined) return undefined;
  const good = (runs: Runs) => {
    if (runs === ordinary) return true;
    const found = difference(runs, ordinary, "accuracy");
    return found !== undefined && found.lo > -SAME;
  };
  const bad = after.findLastIndex((runs) => !good(runs));
  return after[bad + 1]?.at;
}
