// Networks of one parametrisation, width and kind; means over seeds.
import type { Cell } from "@widthwise/measure";
import { listOf, numberOf, paramOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { type Params, paramsSchema } from "./params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface Setting {
  readonly parametrisation: string;
  readonly sizes: "drawn" | "equal";
  readonly width: number;
}

function cellsAt(result: StudyResult, { parametrisation, sizes, width }: Setting): Cell[] {
  return result.cells.filter(
    (cell) =>
      cell.status === "ok" &&
      cell.width === width &&
      paramOf(cell, "parametrisation") === parametrisation &&
      paramOf(cell, "sizes") === sizes,
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over seeds; NaN without a cell. */
export function meanAt(result: StudyResult, setting: Setting, name: string): number {
  return mean(cellsAt(result, setting).map((cell) => numberOf(cell, name) ?? Number.NaN));
}

/** Mean over seeds of a list, entry by entry. */
export function listAt(result: StudyResult, setting: Setting, name: string): number[] {
  const lists = cellsAt(result, setting).map((cell) => listOf(cell, name));
  return (lists[0] ?? []).map((_, k) => mean(lists.map((list) => list[k])));
}
