// Runs by task, gathered by λ: damped Gauss–Newton, the descent matched to it, and ordinary training.
import { smallest } from "@widthwise/measure";
import { middleOf } from "../../../telling/gaps.ts";
import { byTask } from "../../../telling/networks/by-task.ts";
import { listOf } from "../../../telling/read-cells.ts";
import { gathered, medianOf, type Runs, together } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import type { Params } from "../params.ts";

export interface TaskRuns {
  readonly task: string;
  readonly ordinary: Runs | undefined;
  /** by λ, ascending */
  readonly newton: readonly Runs[];
  /** descent with K = 1/(ηλ), by λ, ascending */
  readonly descent: readonly Runs[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf(told: Told<Params>): TaskRuns[] {
  return byTask(told, (task, of) => ({
    task,
    ordinary: together(of("ordinary")),
    newton: gathered(of("damped-gauss-newton"), "damping"),
    descent: gathered(of("inner-descent"), "damping"),
  })).filter(({ newton }) => newton.length > 0);
}

/** The descent of as many steps as a damping stands for. */
export const matchOf = ({ descent }: TaskRuns, { at }: Runs): Runs | undefined =>
  descent.find((one) => one.at === at);

/** The damping of the largest median accuracy among those that never failed. */
export function best(runs: readonly Runs[]): Runs | undefined {
  const accuracy = (one: Runs) => medianOf(one, "accuracy")?.value ?? -1;
  const found = runs.toSorted((a, b) => accuracy(b) - accuracy(a))[0];
  return found && accuracy(found) >= 0 ? found : undefined;
}

/** λ whose damped update from the start could be held against descent, with the median distances by factor. */
export function distancesOf({ newton }: TaskRuns): { at: number; distances: number[] }[] {
  return newton.flatMap(({ at, cells }) => {
    const lists = cells.map((cell) => listOf(cell, "matchDistances"));
    // a solve failed
    if (lists.some(({ length }) => length < factors.length)) return [];
    return [{ at, distances: factors.map((_, k) => middleOf(lists.map((list) => list[k]))) }];
  });
}

/** The factor whose damping comes nearest. */
export function nearest(distances: readonly number[]): number {
  return factors[distances.indexOf(smallest(distances))];
}
