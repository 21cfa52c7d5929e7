// Runs of equal settings together; means over seeds.
import type { Cell } from "@widthwise/measure";
import { listOf, numberOf, paramOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { type Params, paramsSchema } from "./params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface Setting {
  readonly delta: number;
  readonly noise: number;
  readonly rate: number;
  readonly batch: number;
}

/** Cells with an answer of one setting, a cell a seed. */
export function cellsAt(result: StudyResult, { delta, noise, rate, batch }: Setting): Cell[] {
  const wanted = Object.entries({ delta, noise, rate, batch });
  return result.cells.filter(
    (cell) => cell.status === "ok" && wanted.every(([name, value]) => Number(paramOf(cell, name)) === value),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over seeds of a measure; NaN without a cell. */
export function meanAt(result: StudyResult, setting: Setting, name: string): number {
  return mean(cellsAt(result, setting).map((cell) => numberOf(cell, name) ?? Number.NaN));
}

/** Mean over seeds of a list, entry by entry. */
export function curveAt(result: StudyResult, setting: Setting, name: string): number[] {
  const lists = cellsAt(result, setting).map((cell) => listOf(cell, name));
  return (lists[0] ?? []).map((_, k) => mean(lists.map((list) => list[k])));
}

/** Slope of ln y over ln x by least squares; undefined from fewer than three points. */
export function exponentOf(points: readonly { x: number; y: number }[]): number | undefined {
  const logs = points.filter(({ y }) => y > 0).map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  if (logs.length < 3) return undefined;
  const [mx, my] = [0, 1].map((k) => mean(logs.map((pair) => pair[k])));
  const top = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return top / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Drift against the rate at one batch, and against the batch, all of n left out, at one rate. */
export function driftByRate(result: StudyResult, at: Omit<Setting, "rate">) {
  return paramsOf(result).rates.map((rate) => ({ x: rate, y: meanAt(result, { ...at, rate }, "drift") }));
}

export function driftByBatch(result: StudyResult, at: Omit<Setting, "batch">) {
  const { batches, n } = paramsOf(result);
  return batches
    .filter((batch) => batch < n)
    .map((batch) => ({ x: batch, y: meanAt(result, { ...at, batch }, "drift") }));
}
