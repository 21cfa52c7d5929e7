import { median } from "@widthwise/measure";
import { cellsWith, listOf } from "../../../telling/read-cells.ts";
import { gathered, type Runs, together } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema, type StudyTask } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** Of the loss ½ that a constant 0 has on labels of variance 1: a tenth is learnt when the feature is. */
export const FOUND = 0.05;
/** Of the loss at the start: what is left of the training loss when it is called gone. */
export const GONE = 0.01;

export interface TaskRuns {
  readonly task: StudyTask;
  readonly ordinary: Runs | undefined;
  /** by ηK, ascending */
  readonly times: readonly Runs[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf(result: StudyResult): TaskRuns[] {
  return paramsOf(result)
    .tasks.map((task): TaskRuns => {
      const of = (algorithm: string) => cellsWith(result, { task: task.name }, algorithm);
      return {
        task,
        ordinary: together(of("ordinary")),
        times: gathered(of("inner-descent"), "time"),
      };
    })
    .filter(({ times }) => times.length > 0);
}

/** A curve's value after so many updates; a run that ended before stays as it was. */
const valueAt = (list: readonly number[], update: number) => list[Math.min(update, list.length - 1)];

/** Median over seeds after so many updates. */
export const after = ({ cells }: Runs, curve: string, update: number) =>
  median(cells.map((cell) => valueAt(listOf(cell, curve), update)));

/** Most updates that a seed took. */
export const longest = ({ cells }: Runs) =>
  Math.max(...cells.map((cell) => listOf(cell, "curveSteps").length - 1));

/** Fewest updates after which the median loss on unseen examples is low. */
export function fewest(runs: Runs): number | undefined {
  const count = longest(runs) + 1;
  return Array.from({ length: count }, (_, update) => update).find(
    (update) => after(runs, "curveTest", update) < FOUND,
  );
}

/** Updates after which the network's median training loss is gone. */
export function goneAfter(runs: Runs): number | undefined {
  const start = after(runs, "curveTrain", 0);
  const count = longest(runs) + 1;
  return Array.from({ length: count }, (_, update) => update).find(
    (update) => after(runs, "curveTrain", update) < GONE * start,
  );
}

/** What the first linear problem leaves of the training loss. */
export const firstLinear = (runs: Runs) => after(runs, "curveLinear", 1) / after(runs, "curveTrain", 0);

/** The loss is gone and the features are not found: what review C10 asks for. */
export const failed = (runs: Runs) => fewest(runs) === undefined && goneAfter(runs) !== undefined;
