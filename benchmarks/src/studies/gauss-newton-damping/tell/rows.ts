import { median } from "@widthwise/measure";
import { cellsWith, listOf } from "../../../telling/read-cells.ts";
import { gathered, medianOf, type Runs, together } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import { type Params, paramsSchema, type StudyTask } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface TaskRuns {
  readonly task: StudyTask;
  readonly ordinary: Runs | undefined;
  /** by λ, ascending */
  readonly newton: readonly Runs[];
  /** descent with K = 1/(ηλ), by λ, ascending */
  readonly descent: readonly Runs[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf(result: StudyResult): TaskRuns[] {
  return paramsOf(result)
    .tasks.map((task): TaskRuns => {
      const of = (algorithm: string) => cellsWith(result, { task: task.name }, algorithm);
      return {
        task,
        ordinary: together(of("ordinary")),
        newton: gathered(of("damped-gauss-newton"), "damping"),
        descent: gathered(of("inner-descent"), "damping"),
      };
    })
    .filter(({ newton }) => newton.length > 0);
}

/** The damping of the largest median accuracy among those that never failed. */
export function best(runs: readonly Runs[]): Runs | undefined {
  const accuracy = (one: Runs) => medianOf(one, "accuracy")?.value ?? -1;
  const found = runs.toSorted((a, b) => accuracy(b) - accuracy(a))[0];
  return found && accuracy(found) >= 0 ? found : undefined;
}

/** Median distances of one λ by factor; empty where a solve failed. */
export function distancesOf({ cells }: Runs): number[] {
  const lists = cells.map((cell) => listOf(cell, "matchDistances"));
  if (lists.some(({ length }) => length < factors.length)) return [];
  return factors.map((_, k) => median(lists.map((list) => list[k])));
}

/** The factor whose damping comes nearest. */
export function nearest(distances: readonly number[]): number {
  return factors[distances.indexOf(Math.min(...distances))];
}
