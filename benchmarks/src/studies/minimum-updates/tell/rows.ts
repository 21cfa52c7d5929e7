// Runs by task, gathered by ηK, and after how many updates the features are found or the training loss is gone.
import { type Cell, largest } from "@widthwise/measure";
import { byTask } from "../../../telling/networks/by-task.ts";
import { listOf } from "../../../telling/read-cells.ts";
import { gathered, medianOf, type Runs, together } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** Of the loss ½ that a constant 0 has on labels of variance 1: a tenth is learnt when the feature is. */
export const FOUND = 0.05;
/** Of the loss at the start: what is left of the training loss when it is called gone. */
export const GONE = 0.01;

export interface TaskRuns {
  readonly task: string;
  readonly ordinary: Runs | undefined;
  /** by ηK, ascending */
  readonly times: readonly Runs[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf(told: Told<Params>): TaskRuns[] {
  return byTask(told, (task, of) => ({
    task,
    ordinary: together(of("ordinary")),
    times: gathered(of("inner-descent"), "time"),
  })).filter(({ times }) => times.length > 0);
}

/** Median over seeds of a curve after so many updates; a run that ended before stays as it was. */
export function after(runs: Runs, curve: string, update: number): number {
  const then = (cell: Cell) =>
    listOf(cell, curve)
      .slice(0, update + 1)
      .at(-1);
  return medianOf(runs, then)?.value ?? Number.NaN;
}

/** 0 and every update up to the most that a seed took. */
export function updatesOf({ cells }: Runs): number[] {
  const most = largest(cells.map((cell) => listOf(cell, "curveSteps").length));
  return [...Array(most).keys()];
}

/** A curve's median when the longest of the seeds ended. */
export const inTheEnd = (runs: Runs, curve: string): number => after(runs, curve, updatesOf(runs).length - 1);

/** Fewest updates after which a curve's median is below a bound. */
const firstBelow = (runs: Runs, curve: string, bound: number): number | undefined =>
  updatesOf(runs).find((update) => after(runs, curve, update) < bound);

/** Fewest updates after which the median loss on unseen examples is low. */
export const fewest = (runs: Runs) => firstBelow(runs, "curveTest", FOUND);

/** Updates after which the network's median training loss is gone. */
export const goneAfter = (runs: Runs) => firstBelow(runs, "curveTrain", GONE * after(runs, "curveTrain", 0));

/** What the first linear problem leaves of the training loss. */
export const firstLinear = (runs: Runs): number =>
  after(runs, "curveLinear", 1) / after(runs, "curveTrain", 0);

/** The loss is gone and the features are not found. */
export const failed = (runs: Runs): boolean => fewest(runs) === undefined && goneAfter(runs) !== undefined;
