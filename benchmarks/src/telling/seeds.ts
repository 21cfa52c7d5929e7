// The seeds of one way to do something: medians of measures and curves over them, and paired differences.
import { type Cell, type Interval, mean, medianInterval, studentQuantile } from "@widthwise/measure";
import { intervalAt } from "../page/plots/lines-plot.ts";
import type { Point } from "../page/plots/panels.ts";
import { isThere } from "../page/units.ts";
import { middleOf } from "./gaps.ts";
import { listOf, numberOf, paramOf } from "./read-cells.ts";

/** Accuracies this close are the same in practice: two points. */
export const SAME = 0.02;

export interface Runs {
  /** the value that the runs were gathered by */
  readonly at: number;
  /** in the order of their seeds */
  readonly cells: readonly Cell[];
}

/** Cells by the value of a parameter, or by one made from the cell, ascending. */
export function gathered(cells: readonly Cell[], by: string | ((cell: Cell) => number)): Runs[] {
  const read = typeof by === "function" ? by : (cell: Cell) => Number(paramOf(cell, by));
  return [...Map.groupBy(cells, read)]
    .sort(([a], [b]) => a - b)
    .map(([at, own]) => ({ at, cells: own.sort((a, b) => seedOf(a) - seedOf(b)) }));
}

const seedOf = (cell: Cell) => Number(cell.params?.round ?? paramOf(cell, "seed"));

/** All cells as one; undefined where there are none. */
export const together = (cells: readonly Cell[]): Runs | undefined =>
  cells.length > 0 ? { at: 0, cells } : undefined;

/** The seeds of one way to do something. */
export type Seeds = Pick<Runs, "cells">;

/** A measure by its name, of lists the median; or made from a cell. */
type Measured = string | ((cell: Cell) => number | null | undefined);

/** A number of every seed; undefined where one has none, as when it blew up. */
export function valuesOf({ cells }: Seeds, measure: Measured): number[] | undefined {
  const read = (cell: Cell) => {
    if (typeof measure === "function") return measure(cell);
    return Array.isArray(cell.measures?.[measure])
      ? middleOf(listOf(cell, measure))
      : numberOf(cell, measure);
  };
  const values = cells.map(read).filter(isThere);
  return values.length < cells.length || values.length === 0 ? undefined : values;
}

/** The median over seeds with its interval; undefined where a seed has no number. */
export function medianOf(seeds: Seeds, measure: Measured): Interval | undefined {
  const values = valuesOf(seeds, measure);
  return values && medianInterval(values);
}

/** The same without its interval; NaN where a seed has no number. */
export const medianValue = (seeds: Seeds, measure: Measured): number =>
  medianOf(seeds, measure)?.value ?? Number.NaN;

/** A point per value of the parameter at which no seed blew up: the median with its interval. */
export const medianPoints = (
  runs: readonly Runs[],
  measure: Measured,
  x: (one: Runs) => number = ({ at }) => at,
): Point[] =>
  runs.flatMap((one) => {
    const found = medianOf(one, measure);
    return found === undefined ? [] : [intervalAt(x(one), found)];
  });

/** Median over seeds of a curve when so many steps were done; undefined where a seed did not get there. */
export function medianAt(seeds: Seeds, curve: string, step: number): number | undefined {
  return medianOf(seeds, (cell) => listOf(cell, curve)[listOf(cell, "curveSteps").indexOf(step)])?.value;
}

/** Step numbers that the curves have. */
export function looksOf(runs: readonly Runs[]): number[] {
  const lists = runs.flatMap(({ cells }) => cells.map((cell) => listOf(cell, "curveSteps")));
  return lists.reduce((longest, list) => (list.length > longest.length ? list : longest), []);
}

/** A point per look that every seed got to: the median of a curve. */
export const curvePoints = (runs: Runs, curve: string): Point[] =>
  looksOf([runs]).flatMap((step) => {
    const y = medianAt(runs, curve, step);
    return y === undefined ? [] : [{ x: step, y }];
  });

/** Cells of one seed side by side, those that only one side has left out; `seed` is the param that numbers them. */
export const seedBySeed = (a: Seeds, b: Seeds, seed: string): [Cell, Cell][] =>
  a.cells.flatMap((cell): [Cell, Cell][] => {
    const other = b.cells.find((one) => paramOf(one, seed) === paramOf(cell, seed));
    return other === undefined ? [] : [[cell, other]];
  });

/** Mean over seeds of a − b with its 95 % t interval; undefined where a seed blew up, only one side has it, or it is the only one. */
export function difference(a: Seeds, b: Seeds, measure: Measured): Interval | undefined {
  const [x, y] = [valuesOf(a, measure), valuesOf(b, measure)];
  if (x === undefined || y === undefined || x.length !== y.length || x.length < 2) return undefined;
  if (a.cells.some((cell, k) => seedOf(cell) !== seedOf(b.cells[k]))) return undefined;
  const differences = x.map((value, k) => value - y[k]);
  const count = differences.length;
  const value = mean(differences);
  const variance = differences.reduce((sum, one) => sum + (one - value) ** 2, 0) / (count - 1);
  const half = studentQuantile(0.975, count - 1) * Math.sqrt(variance / count);
  return { value, lo: value - half, hi: value + half };
}
