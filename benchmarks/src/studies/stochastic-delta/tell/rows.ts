// Runs of one setting together, means over seeds, and the drift by rate and by batch.
import { ols } from "@widthwise/measure";
import { cellsWith, meanListOver, meanOver } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

type Setting = Readonly<Record<"delta" | "noise" | "rate" | "batch", number>>;

export const meanAt = ({ result }: Told<Params>, setting: Setting, name: string): number =>
  meanOver(cellsWith(result, setting), name);

export const curveAt = ({ result }: Told<Params>, setting: Setting, name: string): number[] =>
  meanListOver(cellsWith(result, setting), name);

/** Slope of ln y over ln x by least squares; undefined from fewer than three points. */
export function logSlope(points: readonly { x: number; y: number }[]): number | undefined {
  const positive = points.filter(({ y }) => y > 0);
  if (positive.length < 3) return undefined;
  const [logX, logY] = (["x", "y"] as const).map((key) => positive.map((point) => Math.log(point[key])));
  return ols(logX, logY).slope.value;
}

/** Drift against the rate at one batch. */
export const driftByRate = (told: Told<Params>, at: Omit<Setting, "rate">) =>
  told.params.rates.map((rate) => ({ x: rate, y: meanAt(told, { ...at, rate }, "drift") }));

/** Drift against the batch, all of n left out, at one rate. */
export const driftByBatch = (told: Told<Params>, at: Omit<Setting, "batch">) =>
  told.params.batches
    .filter((batch) => batch < told.params.n)
    .map((batch) => ({ x: batch, y: meanAt(told, { ...at, batch }, "drift") }));
