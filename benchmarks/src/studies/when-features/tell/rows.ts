// Runs by task and optimiser, gathered by τ, and the τ from which on nothing is lost.
import { cellsWith } from "../../../telling/read-cells.ts";
import { difference, gathered, medianAt, type Runs, SAME } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

export interface OptimiserRuns {
  /** task and optimiser */
  readonly title: string;
  /** by τ, ascending */
  readonly after: readonly Runs[];
  /** τ = T */
  readonly ordinary: Runs | undefined;
}

/** In the order of the params; those without a run are left out. */
export function runsOf({ result, params: { tasks, steps } }: Told<Params>): OptimiserRuns[] {
  return tasks
    .flatMap(({ name, optimisers }) =>
      optimisers.map((optimiser) => {
        const after = gathered(cellsWith(result, { task: name, optimiser }), "after");
        return { title: `${name}, ${optimiser}`, after, ordinary: after.find(({ at }) => at === steps) };
      }),
    )
    .filter(({ after }) => after.length > 0);
}

/** Median accuracy of the ordinary network when it is linearised; undefined at the start, which has no look. */
export const accuracyAtTau = (runs: Runs): number | undefined =>
  runs.at === 0 ? undefined : medianAt(runs, "curveAccuracy", runs.at);

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
