// Reading a study's cells back: a measure or param that is not there is a fault of the study, not of its reader.
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

/** A measured list. */
export function listOf({ measures, algorithm }: Cell, name: string): number[] {
  const value = measures?.[name];
  if (!Array.isArray(value))
    throw new Error(`a cell of ${algorithm} has no list ${name}: ${JSON.stringify(value)}`);
  return value;
}

/** Mean over cells of a list, entry by entry. */
export function meanListOver(cells: readonly Cell[], name: string): number[] {
  const lists = cells.map((cell) => listOf(cell, name));
  return (lists[0] ?? []).map((_, k) => mean(lists.map((list) => list[k])));
}

/** A param as text. */
export function paramOf({ params, algorithm }: Cell, name: string): string {
  const value = params?.[name];
  if (value === undefined) throw new Error(`a cell of ${algorithm} has no param ${name}`);
  return String(value);
}
