// Networks of one parametrisation, width and kind; means over seeds.
import type { Cell } from "@widthwise/measure";
import { cellsWith, meanListOver, meanOver } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params, SIZES } from "../params.ts";

export interface Setting {
  readonly parametrisation: string;
  readonly width: number;
  readonly sizes?: (typeof SIZES)[number];
}

/** As drawn unless it says otherwise. */
function cellsAt({ result }: Told<Params>, { parametrisation, width, sizes = "drawn" }: Setting): Cell[] {
  return cellsWith(result, { parametrisation, sizes }).filter((cell) => cell.width === width);
}

export const meanAt = (told: Told<Params>, setting: Setting, name: string): number =>
  meanOver(cellsAt(told, setting), name);

export const listAt = (told: Told<Params>, setting: Setting, name: string): number[] =>
  meanListOver(cellsAt(told, setting), name);
