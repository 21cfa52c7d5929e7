// Runs of a result by τ and α, seeds gathered.
import { type Cell, type Interval, median } from "@widthwise/measure";
import { cellsWith, numberOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";
import { printedSteps } from "./printed.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface Point {
  readonly tau: number;
  readonly alpha: number;
  /** by seed */
  readonly cells: readonly Cell[];
}

const number = (cell: Cell, name: string) => Number(paramOf(cell, name));
export const tauOf = (cell: Cell) => number(cell, "tau");
export const alphaOf = (cell: Cell) => number(cell, "alpha");

export const cellsOf = (result: StudyResult, part: "grid" | "trial"): Cell[] => cellsWith(result, { part });

/** Every τ ascending, each with its α ascending. */
export function rowsOf(result: StudyResult): { tau: number; points: Point[] }[] {
  return [...Map.groupBy(cellsOf(result, "grid"), tauOf)]
    .sort(([a], [b]) => a - b)
    .map(([tau, own]) => ({
      tau,
      points: [...Map.groupBy(own, alphaOf)]
        .sort(([a], [b]) => a - b)
        .map(([alpha, cells]) => ({
          tau,
          alpha,
          cells: cells.toSorted((a, b) => number(a, "seed") - number(b, "seed")),
        })),
    }));
}

/** Steps until known, by seed; null where a seed never got there. */
export function stepsOf({ cells }: Point, measure: "knownAt" | "fittedAt" = "knownAt"): number[] | null {
  const steps = cells.map((cell) => numberOf(cell, measure));
  return steps.some((value) => value === null) ? null : (steps as number[]);
}

export const spreadOf = (values: readonly number[]): Interval => ({
  value: median(values),
  lo: Math.min(...values),
  hi: Math.max(...values),
});

/** Steps over those of α = 1 at the same τ and seed: median, least and most. */
export function relativeTo(one: Point | undefined, point: Point): Interval | null {
  const [own, base] = [stepsOf(point), one && stepsOf(one)];
  if (own === null || base === null || base === undefined || own.length !== base.length) return null;
  return spreadOf(own.map((steps, k) => steps / base[k]));
}

/** The same of the paper's means. */
export function printedRelative(tau: number, alpha: number): number | undefined {
  const [own, base] = [printedSteps(tau, alpha), printedSteps(tau, 1)];
  return own === undefined || base === undefined ? undefined : own / base;
}

/** Exponent of steps by α: the slope between the ends of a row, log steps over log α; of numbers by α. */
export function exponent(points: readonly { at: number; steps: number }[]): number {
  const [first, last] = [points[0], points[points.length - 1]];
  return Math.log(last.steps / first.steps) / Math.log(last.at / first.at);
}

/** Neighbouring α, over seeds, of which the larger is known sooner, and how many there are. */
export function ordered(points: readonly Point[]): { readonly right: number; readonly all: number } {
  let [right, all] = [0, 0];
  for (let k = 1; k < points.length; k++) {
    const [less, more] = [stepsOf(points[k - 1]), stepsOf(points[k])];
    if (less === null || more === null) continue;
    less.forEach((steps, seed) => {
      if (more[seed] < steps) right++;
      all++;
    });
  }
  return { right, all };
}
