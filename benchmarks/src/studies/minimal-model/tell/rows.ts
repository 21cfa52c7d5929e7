// The cells of a result by what they are about.
import type { Cell } from "@widthwise/measure";
import { cellsWith, numberOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export const deltaOf = (cell: Cell) => Number(paramOf(cell, "delta"));

/** The cells of a part that have an answer, δ ascending. */
export function cellsOf(result: StudyResult, part: string): Cell[] {
  return cellsWith(result, { part }).sort(
    (a, b) => Number(a.params?.delta ?? 0) - Number(b.params?.delta ?? 0),
  );
}

/** A number that must be there. */
export function measured(cell: Cell, name: string): number {
  const value = numberOf(cell, name);
  if (value === null) throw new Error(`a cell of ${cell.algorithm} has no value ${name}`);
  return value;
}

export function at(cells: readonly Cell[], delta: number): Cell | undefined {
  return cells.find((cell) => deltaOf(cell) === delta);
}

/** Random cases: how many, how far apart at most, in how many a changed its sign. */
export function randomOf(result: StudyResult) {
  const cells = cellsOf(result, "random");
  const total = (name: string) => cells.reduce((sum, cell) => sum + measured(cell, name), 0);
  return {
    cases: total("cases"),
    crossings: total("crossings"),
    worst: Math.max(...cells.map((cell) => measured(cell, "worst"))),
  };
}
