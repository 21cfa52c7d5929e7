// The cells of a result by what they are about.

import type { Cell } from "@widthwise/measure";
import { largest } from "@widthwise/measure";
import { cellsWith, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

export const deltaOf = (cell: Cell) => Number(paramOf(cell, "delta"));

/** The cells of a part that have an answer, δ ascending. */
export function cellsOf({ result }: Told<Params>, part: string): Cell[] {
  return cellsWith(result, { part }).sort(
    (a, b) => Number(a.params?.delta ?? 0) - Number(b.params?.delta ?? 0),
  );
}

/** Random cases: how many, how far apart at most, in how many a changed its sign; undefined where there are none. */
export function randomOf(told: Told<Params>) {
  const cells = cellsOf(told, "random");
  if (cells.length === 0) return undefined;
  const total = (name: string) => cells.reduce((sum, cell) => sum + numberOrNaN(cell, name), 0);
  return {
    cases: total("cases"),
    crossings: total("crossings"),
    worst: largest(cells.map((cell) => numberOrNaN(cell, "worst"))),
  };
}
