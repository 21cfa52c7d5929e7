// Runs of a result by scale and imbalance, seeds gathered, and means over them at a step.
import { mean } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { largestBy } from "../../../telling/gaps.ts";
import { cellsWith, listOf } from "../../../telling/read-cells.ts";
import { gathered, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { gridValues, type Params } from "../params.ts";
import type { Quantity } from "./printed.ts";

/** One point of the grid, or beside it. */
export interface Point extends Seeds {
  readonly scale: number;
  readonly delta: number;
}

/** By scale, then imbalance, ascending. */
export const pointsOf = ({ result }: Told<Params>): Point[] =>
  gathered(cellsWith(result, {}), "scale").flatMap(({ at: scale, cells }) =>
    gathered(cells, "delta").map(({ at: delta, cells: seeds }) => ({ scale, delta, cells: seeds })),
  );

/** The points of the grid alone, without those beside it. */
export function gridOf(told: Told<Params>): Point[] {
  const columns = new Set(gridValues(told.params.deltas));
  return pointsOf(told).filter(({ delta }) => columns.has(delta));
}

/** Steps at which runs were measured, ascending, 0 and 1 left out. */
export const stepsOf = (points: readonly Point[]): number[] =>
  distinct(points.flatMap(({ cells }) => cells.flatMap((cell) => listOf(cell, "steps")))).filter(
    (step) => step > 1,
  );

/** Points of which every run was measured at this step. */
export const reaching = (points: readonly Point[], step: number): Point[] =>
  points.filter(({ cells }) => cells.every((cell) => listOf(cell, "steps").includes(step)));

export interface Mean {
  readonly value: number;
  /** standard deviation over seeds; NaN for one seed */
  readonly deviation: number;
  readonly seeds: number;
}

export function meanOf({ cells }: Point, quantity: Quantity, step: number): Mean {
  const values = cells.map((cell) => listOf(cell, quantity)[listOf(cell, "steps").indexOf(step)]);
  const seeds = values.length;
  const value = mean(values);
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  return { value, deviation: Math.sqrt(squares / (seeds - 1)), seeds };
}

/** The point with the largest (1) or smallest (−1) mean, of those that reach the step; undefined where none does. */
export function extreme(points: readonly Point[], quantity: Quantity, step: number, side: 1 | -1) {
  const means = reaching(points, step).map((point) => ({ point, mean: meanOf(point, quantity, step) }));
  return largestBy(means, ({ mean }) => side * mean.value);
}
