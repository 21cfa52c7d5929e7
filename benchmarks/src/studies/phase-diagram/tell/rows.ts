// Runs of a result, seeds gathered.
import { type Cell, mean } from "@widthwise/measure";
import { listOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { paramsSchema, valuesOf } from "../params.ts";
import type { Extremes } from "./printed.ts";

export type Quantity = Extremes["quantity"];

/** One point of the grid. */
export interface Point {
  readonly scale: number;
  readonly delta: number;
  readonly cells: readonly Cell[];
}

export function pointsOf(result: StudyResult): Point[] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, (cell) => `${paramOf(cell, "scale")} ${paramOf(cell, "delta")}`);
  return [...groups.values()]
    .map((cells) => ({
      scale: Number(paramOf(cells[0], "scale")),
      delta: Number(paramOf(cells[0], "delta")),
      cells,
    }))
    .sort((a, b) => a.scale - b.scale || a.delta - b.delta);
}

/** The points of the grid alone, without those beside it. */
export function gridOf(result: StudyResult): Point[] {
  const columns = new Set(valuesOf(paramsSchema.parse(result.study.params).deltas));
  return pointsOf(result).filter(({ delta }) => columns.has(delta));
}

/** Steps at which runs were measured, 0 and 1 left out. */
export function stepsOf(points: readonly Point[]): number[] {
  const all = new Set(points.flatMap(({ cells }) => cells.flatMap((cell) => listOf(cell, "steps"))));
  return [...all].filter((step) => step > 1).sort((a, b) => a - b);
}

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

/** The point with the largest (1) or smallest (−1) mean, of those that reach the step. */
export function extreme(points: readonly Point[], quantity: Quantity, step: number, side: 1 | -1) {
  const means = reaching(points, step).map((point) => ({ point, mean: meanOf(point, quantity, step) }));
  return means.reduce((best, one) => (side * (one.mean.value - best.mean.value) > 0 ? one : best));
}
