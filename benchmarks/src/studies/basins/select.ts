// A cell a δ and condition, and shares of its starts.
import type { Cell } from "@widthwise/measure";
import { numberOf, paramOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { type Params, paramsSchema } from "./params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function cellAt(result: StudyResult, delta: number, condition: number): Cell | undefined {
  return result.cells.find(
    (cell) =>
      cell.status === "ok" &&
      Number(paramOf(cell, "delta")) === delta &&
      Number(paramOf(cell, "condition")) === condition,
  );
}

/** Of the starts, in per cent. */
export function percent(cell: Cell, name: string): number {
  return (100 * (numberOf(cell, name) ?? Number.NaN)) / (numberOf(cell, "points") ?? Number.NaN);
}
