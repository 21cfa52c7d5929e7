// Reading a study's cells back. A measure that a job could not find is null: told as a dash. One that no job ever had, and a param
// that is not there, are faults of the study.
import { type Cell, mean } from "@widthwise/measure";
import type { StudyResult } from "./tell-study.ts";

/** Cells with an answer whose params have these values, asked for in this order; of one algorithm or of all. */
export function cellsWith(
  { cells }: StudyResult,
  params: Readonly<Record<string, string | number>>,
  algorithm?: string,
): Cell[] {
  const wanted = Object.entries(params);
  return cells.filter(
    (cell) =>
      cell.status === "ok" &&
      (algorithm === undefined || cell.algorithm === algorithm) &&
      wanted.every(([name, value]) => paramOf(cell, name) === String(value)),
  );
}

/** A measured number; null where there was none to measure. */
export function numberOf({ measures, algorithm }: Cell, name: string): number | null {
  const value = measures?.[name];
  if (value === undefined || Array.isArray(value))
    throw new Error(`a cell of ${algorithm} has no number ${name}: ${JSON.stringify(value)}`);
  return value;
}

/** The same; NaN where there was none to measure. */
export const numberOrNaN = (cell: Cell, name: string): number => numberOf(cell, name) ?? Number.NaN;

/** Mean over cells, such as seeds, of a number; NaN without a cell. */
export const meanOver = (cells: readonly Cell[], name: string): number =>
  mean(cells.map((cell) => numberOrNaN(cell, name)));

/** A measured list; empty where there was none to measure. */
export function listOf({ measures, algorithm }: Cell, name: string): number[] {
  const value = measures?.[name];
  if (value === null) return [];
  if (!Array.isArray(value))
    throw new Error(`a cell of ${algorithm} has no list ${name}: ${JSON.stringify(value)}`);
  return value;
}

/** An entry of a measured list, from the end where the index is negative; NaN where there is none. */
export const entryOf = (cell: Cell, name: string, index: number): number =>
  listOf(cell, name).at(index) ?? Number.NaN;

/** Mean over cells of a list, entry by entry; as long as the shortest. */
export function meanListOver(cells: readonly Cell[], name: string): number[] {
  const [first = [], ...others] = cells.map((cell) => listOf(cell, name)).sort((a, b) => a.length - b.length);
  return first.map((value, k) => mean([value, ...others.map((list) => list[k])]));
}

/** A param as text. */
export function paramOf({ params, algorithm }: Cell, name: string): string {
  const value = params?.[name];
  if (value === undefined) throw new Error(`a cell of ${algorithm} has no param ${name}`);
  return String(value);
}
