// Runs of equal settings together; means over seeds.
import { type Cell, ols } from "@widthwise/measure";
import { cellsWith, meanListOver, meanOver } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export interface Setting {
  readonly delta: number;
  readonly noise: number;
  readonly rate: number;
  readonly batch: number;
}

/** Cells with an answer of one setting, a cell a seed. */
export const cellsAt = (result: StudyResult, { delta, noise, rate, batch }: Setting): Cell[] =>
  cellsWith(result, { delta, noise, rate, batch });

export const meanAt = (result: StudyResult, setting: Setting, name: string): number =>
  meanOver(cellsAt(result, setting), name);

export const curveAt = (result: StudyResult, setting: Setting, name: string): number[] =>
  meanListOver(cellsAt(result, setting), name);

/** Slope of ln y over ln x by least squares; undefined from fewer than three points. */
export function exponentOf(points: readonly { x: number; y: number }[]): number | undefined {
  const positive = points.filter(({ y }) => y > 0);
  if (positive.length < 3) return undefined;
  const [logX, logY] = (["x", "y"] as const).map((key) => positive.map((point) => Math.log(point[key])));
  return ols(logX, logY).slope.value;
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
