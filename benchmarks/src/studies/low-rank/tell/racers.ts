// The race against backpropagation: who ran, and when preparing has paid for itself.
import type { Cell } from "@widthwise/measure";
import { cellsWith, listOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import { medianOf, medianValue, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** One trainer with all its rounds. */
export interface Racer extends Seeds {
  readonly trainer: string;
  readonly rank: number;
  readonly by: string;
}

export function racers({ result }: Told<Params>): Racer[] {
  const groups = Map.groupBy(cellsWith(result, { part: "race" }), (cell) =>
    [cell.algorithm, paramOf(cell, "rank"), paramOf(cell, "by")].join(),
  );
  return [...groups.values()].map((cells) => ({
    trainer: cells[0].algorithm,
    rank: Number(paramOf(cells[0], "rank")),
    by: paramOf(cells[0], "by"),
    cells,
  }));
}

/** "low-rank, k = 100 by JVP" */
export function racerName({ trainer, rank, by }: Racer): string {
  if (trainer !== "low-rank") return trainer;
  return `low-rank, k = ${rank}${by === "jvp" ? " by JVP" : ""}`;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Preparation and so many epochs. */
const nsAfter = (cell: Cell, epochs?: number): number =>
  numberOrNaN(cell, "prepareNs") + sum(listOf(cell, "epochNs").slice(0, epochs));

export const totalNs = (racer: Racer): number => medianValue(racer, (cell) => nsAfter(cell));

/** In the end, on unseen examples. */
export const accuracyOf = (racer: Racer): number =>
  medianValue(racer, (cell) => listOf(cell, "accuracy").at(-1));

/** Epochs after which preparing and training in coordinates has taken less time than backpropagation; null for never, NaN where a time is not there. */
export function breakEven(slow: Racer, fast: Racer): number | null {
  const saved = medianValue(slow, "epochNs") - medianValue(fast, "epochNs");
  return saved <= 0 ? null : medianValue(fast, "prepareNs") / saved;
}

/**
 * Epochs, for features by JVP, in units of three forward passes per example and epoch: k JVPs per example of two passes,
 * two passes for f, rC backward passes over R, its kernel (half of it, being symmetric) and its basis.
 */
export function derivedBreakEven(k: number, r: number, outputs: number, n: number): number {
  const columns = r * outputs;
  return (2 * k + 2 + (3 * columns + columns ** 2 / 2 + columns * k) / n) / 3;
}

/** Ns of a trainer until it first is as accurate as `goal` on unseen examples; undefined where it never is. */
export const nsToAccuracy = (racer: Racer, goal: number): number | undefined =>
  medianOf(racer, (cell) => {
    const epoch = listOf(cell, "accuracy").findIndex((accuracy) => accuracy >= goal);
    return epoch < 0 ? undefined : nsAfter(cell, epoch);
  })?.value;

/** Accuracy against ns of the middle round, an epoch each, from the first on. */
export function raceCurve({ cells }: Racer): { x: number; y: number }[] {
  const cell = cells[Math.floor((cells.length - 1) / 2)];
  return listOf(cell, "accuracy")
    .map((y, epochs) => ({ x: nsAfter(cell, epochs), y }))
    .slice(1);
}
