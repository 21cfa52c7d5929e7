// Answer to D5 from the numbers of a result.

import { significant } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { driftByBatch, driftByRate, exponentOf, meanAt, paramsOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const { deltas, noises, rates, batches, n, width, d, time, seeds } = paramsOf(result);
  const noise = Math.max(...noises);
  const [delta, rate, batch] = [Math.max(...deltas), Math.max(...rates), Math.min(...batches)];
  const show = (value: number | undefined) =>
    value === undefined ? "–" : significant(value, 2).replace("-", "−");
  const inRate = exponentOf(driftByRate(result, { delta, noise, batch }));
  const inBatch = exponentOf(driftByBatch(result, { delta, noise, rate }));
  const full = exponentOf(driftByRate(result, { delta, noise, batch: n }));
  if (inRate === undefined || inBatch === undefined) return [];
  const ends = deltas.map((start) => ({
    start,
    end: meanAt(result, { delta: start, noise, rate, batch }, "meanDelta"),
  }));
  const words = ends.map(
    ({ start, end }) => `from ${show(start)} to ${significant(end, 3).replace("-", "−")}`,
  );
  const direction = ends.every(({ start, end }) => end < start)
    ? "The drift goes downstream from every start"
    : ends.every(({ start, end }) => start === 0 || Math.abs(end) < Math.abs(start))
      ? "The drift goes towards balance"
      : "The drift has no common direction";
  const drift = (setting: { noise: number; batch: number }) =>
    show(meanAt(result, { delta, rate, ...setting }, "drift"));
  const clean = noises.includes(0) ? `, ${drift({ noise: 0, batch })} where labels have no noise` : "";
  const whole = batches.includes(n)
    ? ` (all ${n} examples a step: exponent ${show(full)}, drift ${drift({ noise, batch: n })})`
    : "";
  return [
    {
      question: "D5",
      sentence: `Noise breaks the conservation to second order only: a step changes δ_k by exactly ε²(g_a² − ‖g_w‖²) on any batch. Over a time ε·steps = ${time} the root mean square drift at batch ${batch}, label noise ${noise} and δ = ${delta} grows like ε to the ${show(inRate)}${whole} and with the batch like its power ${show(inBatch)}; at ε = ${rate} it is ${drift({ noise, batch })}${clean}. ${direction}: the mean δ goes ${words.join(", ")} there. (ReLU student of width ${width}, d = ${d}, n = ${n}, ${seeds} seeds.)`,
    },
  ];
}
