// A cell a δ and condition, and shares of its starts.
import type { Cell } from "@widthwise/measure";
import { cellsWith, numberOrNaN } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export const cellAt = (result: StudyResult, delta: number, condition: number): Cell | undefined =>
  cellsWith(result, { delta, condition })[0];

/** Of the starts, in per cent. */
export function percent(cell: Cell, name: string): number {
  return (100 * numberOrNaN(cell, name)) / numberOrNaN(cell, "points");
}
