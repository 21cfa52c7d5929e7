// Networks of one parametrisation, width and kind; means over seeds.
import type { Cell } from "@widthwise/measure";
import { cellsWith, meanListOver, meanOver } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface Setting {
  readonly parametrisation: string;
  readonly sizes: "drawn" | "equal";
  readonly width: number;
}

function cellsAt(result: StudyResult, { parametrisation, sizes, width }: Setting): Cell[] {
  return cellsWith(result, { parametrisation, sizes }).filter((cell) => cell.width === width);
}

export const meanAt = (result: StudyResult, setting: Setting, name: string): number =>
  meanOver(cellsAt(result, setting), name);

export const listAt = (result: StudyResult, setting: Setting, name: string): number[] =>
  meanListOver(cellsAt(result, setting), name);
