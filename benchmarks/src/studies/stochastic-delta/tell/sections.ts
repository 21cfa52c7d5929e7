import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { driftByBatch, driftByRate, exponentOf, meanAt, paramsOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { deltas, noises, rates, batches, n, width, seeds, time } = paramsOf(result);
  const source = sourceOf(result);
  const pairs = noises.flatMap((noise) => deltas.map((delta) => ({ noise, delta })));
  const show = (value: number | undefined, digits = 3) =>
    value === undefined || Number.isNaN(value) ? "–" : significant(value, digits);
  return [
    heading(2, "Drift by rate and batch"),
    paragraph(
      `Root mean square over ${width} neurons of δ at time ${time} less δ at the start; mean over ${seeds} seeds.`,
    ),
    table(
      ["label noise>", "δ at the start>", "batch>", ...rates.map((rate) => `ε = ${rate}>`), "exponent in ε>"],
      pairs.flatMap((pair) =>
        batches.map((batch) => [
          String(pair.noise),
          String(pair.delta),
          batch === n ? `${n}, all` : String(batch),
          ...rates.map((rate) => show(meanAt(result, { ...pair, rate, batch }, "drift"))),
          show(exponentOf(driftByRate(result, { ...pair, batch }))),
        ]),
      ),
      source,
    ),
    heading(2, "Exponent in the batch"),
    table(
      ["label noise>", "δ at the start>", ...rates.map((rate) => `ε = ${rate}>`)],
      pairs.map((pair) => [
        String(pair.noise),
        String(pair.delta),
        ...rates.map((rate) => show(exponentOf(driftByBatch(result, { ...pair, rate })))),
      ]),
      source,
    ),
    heading(2, "Where δ ends"),
    paragraph(
      "The noise of the two layers is equal, and the drift ends, where g_a² = ‖g_w‖² on average: for inputs spread evenly over the unit sphere of R^d where a² = ‖w‖²/d, which is downstream of balance.",
    ),
    table(
      ["label noise>", "δ at the start>", "batch>", ...rates.map((rate) => `mean δ, ε = ${rate}>`)],
      pairs.flatMap((pair) =>
        batches.map((batch) => [
          String(pair.noise),
          String(pair.delta),
          String(batch),
          ...rates.map((rate) => show(meanAt(result, { ...pair, rate, batch }, "meanDelta"))),
        ]),
      ),
      source,
    ),
    heading(2, "What these numbers do not say"),
    list([
      "One student and one kind of data; the noise of the labels is drawn once, so that a wide enough student would fit it and the drift would end.",
      "Exponents are slopes through a few rates or batches, not limits; at ε·steps fixed, noise of the batches alone predicts 1 in ε and −1 in the batch where the drift has one sign.",
      "No momentum, no weight decay: with them δ is not conserved even by the flow.",
    ]),
  ];
}
