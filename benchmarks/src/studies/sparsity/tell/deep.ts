// Hidden layers of deeper networks before training.
import { largest } from "@widthwise/measure";
import { cellsWith, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

/** Ascending in depth, then in width. */
export function layersOf(result: StudyResult) {
  return cellsWith(result, { part: "deep" })
    .map((cell) => ({
      shift: paramOf(cell, "shift"),
      width: cell.width,
      layer: Number(paramOf(cell, "layer")),
      n: cell.n,
      firing: numberOrNaN(cell, "firingFraction"),
      theory: cell.firing?.theory ?? Number.NaN,
      live: numberOrNaN(cell, "liveFraction"),
      meanCosine: numberOrNaN(cell, "meanCosine"),
    }))
    .sort((a, b) => a.layer - b.layer || a.width - b.width);
}

export type Layer = ReturnType<typeof layersOf>[number];

export function widestOf(layers: readonly Layer[]): Layer[] {
  const widest = largest(layers.map(({ width }) => width));
  return layers.filter(({ width }) => width === widest);
}
