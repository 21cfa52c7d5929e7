// One cell per δ and condition number, and shares of its starts.
import type { Cell } from "@widthwise/measure";
import { cellsWith, numberOrNaN } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

export const cellAt = ({ result }: Told<Params>, delta: number, condition: number): Cell | undefined =>
  cellsWith(result, { delta, condition })[0];

/** Every cell, δ by δ within a condition number. */
export function cellsOf(told: Told<Params>) {
  const { deltas, conditions } = told.params;
  return conditions.flatMap((condition) =>
    deltas.flatMap((delta) => {
      const cell = cellAt(told, delta, condition);
      return cell === undefined ? [] : [{ delta, condition, cell }];
    }),
  );
}

/** Of the starts, in per cent. */
export function percent(cell: Cell, name: string): number {
  return (100 * numberOrNaN(cell, name)) / numberOrNaN(cell, "points");
}
