// The answer to D5: by what power of rate and batch the imbalance drifts, and where to.
import { largest, smallest } from "@widthwise/measure";
import { signed } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { driftByBatch, driftByRate, logSlope, meanAt } from "./rows.ts";

const show = (value: number | undefined) => (value === undefined ? "–" : signed(value, 2));

export function drift(told: Told<Params>) {
  const { deltas, noises, rates, batches, n, width, d, time, seeds } = told.params;
  const [noise, delta, rate] = [noises, deltas, rates].map((values) => largest(values));
  const batch = smallest(batches);
  const inRate = logSlope(driftByRate(told, { delta, noise, batch }));
  const inBatch = logSlope(driftByBatch(told, { delta, noise, rate }));
  const full = logSlope(driftByRate(told, { delta, noise, batch: n }));
  if (inRate === undefined || inBatch === undefined) return undefined;
  const ends = deltas.map((start) => ({
    start,
    end: meanAt(told, { delta: start, noise, rate, batch }, "meanDelta"),
  }));
  const words = ends.map(({ start, end }) => `from ${show(start)} to ${signed(end, 3)}`);
  const driftAt = (setting: { noise: number; batch: number }) =>
    show(meanAt(told, { delta, rate, ...setting }, "drift"));
  const clean = noises.includes(0) ? `, ${driftAt({ noise: 0, batch })} where labels have no noise` : "";
  const whole = batches.includes(n)
    ? ` (all ${n} examples a step: exponent ${show(full)}, drift ${driftAt({ noise, batch: n })})`
    : "";
  return `Noise breaks the conservation to second order only: a step changes δ_k by exactly ε²(g_a² − ‖g_w‖²) on any batch. Over a time ε·steps = ${time} the root mean square drift at batch ${batch}, label noise ${noise} and δ = ${delta} grows like ε to the ${show(inRate)}${whole} and with the batch like its power ${show(inBatch)}; at ε = ${rate} it is ${driftAt({ noise, batch })}${clean}. ${directionOf(ends)}: the mean δ goes ${words.join(", ")} there. (ReLU student of width ${width}, d = ${d}, n = ${n}, ${seeds} seeds.)`;
}

function directionOf(ends: readonly { readonly start: number; readonly end: number }[]): string {
  if (ends.every(({ start, end }) => end < start)) return "The drift goes downstream from every start";
  if (ends.every(({ start, end }) => start === 0 || Math.abs(end) < Math.abs(start)))
    return "The drift goes towards balance";
  return "The drift has no common direction";
}
