// The seeds of one way to train: medians of measures and curves, and paired differences.
import { type Cell, type Interval, mean, medianInterval, studentQuantile } from "@widthwise/measure";
import { listOf, numberOf, paramOf } from "../read-cells.ts";

/** Accuracies this close are the same in practice: two points. */
export const SAME = 0.02;

export interface Runs {
  /** the value of the parameter that the runs were gathered by */
  readonly at: number;
  /** in the order of their seeds */
  readonly cells: readonly Cell[];
}

/** Cells by the value of a parameter, ascending. */
export function gathered(cells: readonly Cell[], param: string): Runs[] {
  return [...Map.groupBy(cells, (cell) => Number(paramOf(cell, param)))]
    .sort(([a], [b]) => a - b)
    .map(([at, own]) => ({
      at,
      cells: own.sort((a, b) => Number(paramOf(a, "round")) - Number(paramOf(b, "round"))),
    }));
}

/** All cells as one; undefined where there are none. */
export const together = (cells: readonly Cell[]): Runs | undefined =>
  cells.length > 0 ? { at: 0, cells } : undefined;

/** A number of every seed; null where a seed blew up. */
export function valuesOf({ cells }: Runs, measure: string): number[] | null {
  const values = cells.map((cell) => numberOf(cell, measure));
  return values.some((value) => value === null) ? null : (values as number[]);
}

/** The median over seeds with its interval; null where a seed blew up. */
export function medianOf(runs: Runs, measure: string): Interval | null {
  const values = valuesOf(runs, measure);
  return values && medianInterval(values);
}

/** Median over seeds of a curve when so many steps were done; null where a seed did not get there. */
export function medianAt({ cells }: Runs, curve: string, step: number): number | null {
  const values = cells.map((cell) => listOf(cell, curve)[listOf(cell, "curveSteps").indexOf(step)]);
  return values.some((value) => value === undefined) ? null : medianInterval(values).value;
}

/** Step numbers that the curves have. */
export function looksOf(runs: readonly Runs[]): number[] {
  const lists = runs.flatMap(({ cells }) => cells.map((cell) => listOf(cell, "curveSteps")));
  return lists.reduce((longest, list) => (list.length > longest.length ? list : longest), []);
}

/** Mean over seeds of a − b with its 95 % t interval; null where a seed blew up or there is but one. */
export function difference(a: Runs, b: Runs, measure: string): Interval | null {
  const [x, y] = [valuesOf(a, measure), valuesOf(b, measure)];
  if (x === null || y === null || x.length !== y.length || x.length < 2) return null;
  const differences = x.map((value, k) => value - y[k]);
  const count = differences.length;
  const value = mean(differences);
  const variance = differences.reduce((sum, one) => sum + (one - value) ** 2, 0) / (count - 1);
  const half = studentQuantile(0.975, count - 1) * Math.sqrt(variance / count);
  return { value, lo: value - half, hi: value + half };
}
