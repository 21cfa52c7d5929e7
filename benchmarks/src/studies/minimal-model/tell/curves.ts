// How curves of the minimal model look: coloured by their imbalance, joined in the order of time.
import { type Cell, largest, smallest } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import type { Named } from "../../../page/plots/lines-plot.ts";
import type { Point } from "../../../page/plots/panels.ts";
import { linearScale } from "../../../page/plots/scales.ts";
import { listOf } from "../../../telling/read-cells.ts";
import { deltaOf } from "./rows.ts";

/** Downstream brown, balanced grey, upstream blue-green: dark enough to read as text. */
export const brown = ["#7f3b08", "#a6611a", "#c08a3e"];
export const teal = ["#4c9f98", "#1f7f79", "#01524b"];
export const grey = "#555b66";

/** Colour of a value by its rank among those of its sign. */
function colourOf(delta: number, all: readonly number[]): string {
  if (delta === 0) return grey;
  const side = all.filter((other) => Math.sign(other) === Math.sign(delta));
  const rank = side.toSorted((a, b) => a - b).indexOf(delta);
  const colours = delta < 0 ? brown : teal;
  const last = colours.length - 1;
  return colours[Math.min(last, Math.round((rank * last) / Math.max(1, side.length - 1)))];
}

export function curve(
  label: string,
  colour: string,
  points: readonly Point[],
  dash: readonly number[] = [],
): Named {
  return { label, colour, look: { shape: "circle", dash }, points, path: true };
}

/** A curve per cell, one of its lists against another, coloured by its δ among `deltas`. */
export const curvesOf = (
  cells: readonly Cell[],
  x: string,
  y: string,
  deltas: readonly number[] = deltasOf(cells),
): Named[] =>
  cells.map((cell) =>
    curve(named(deltaOf(cell)), colourOf(deltaOf(cell), deltas), zip(listOf(cell, x), listOf(cell, y))),
  );

export const deltasOf = (cells: readonly Cell[]): number[] => distinct(cells.map(deltaOf));

export const zip = (x: readonly number[], y: readonly number[]): Point[] =>
  x.map((value, i) => ({ x: value, y: y[i] }));

export const minus = (text: string) => text.replaceAll("-", "−");
export const named = (delta: number) => minus(`δ = ${delta}`);
export const plain = (value: number) => minus(String(Number(value.toPrecision(3))));

/** A linear axis from the least to the largest value. */
export const range = (values: readonly number[]) => linearScale(smallest(values), largest(values), plain);
