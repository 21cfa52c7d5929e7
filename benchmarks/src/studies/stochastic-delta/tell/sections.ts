// Tables of the drift and its exponents in rate and batch, and of where the imbalance ends.
import { type Cells, section } from "../../../page/section.ts";
import { significant } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { driftByBatch, driftByRate, logSlope, meanAt } from "./rows.ts";

const show = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? "–" : significant(value, 3);

export function sections(told: Told<Params>) {
  const { deltas, noises, rates, batches, n, width, seeds, time } = told.params;
  const starts = noises.flatMap((noise) => deltas.map((delta) => ({ noise, delta })));
  const runs = starts.flatMap((start) => batches.map((batch) => ({ ...start, batch })));
  type Start = (typeof starts)[number];
  type Run = (typeof runs)[number];
  const startColumns: Cells<Start>[] = [
    ["label noise>", ({ noise }) => String(noise)],
    ["δ at the start>", ({ delta }) => String(delta)],
  ];
  const byRate = <Row>(title: string, value: (row: Row, rate: number) => number | undefined) =>
    rates.map((rate): Cells<Row> => [`${title}ε = ${rate}>`, (row) => show(value(row, rate))]);
  return [
    section({
      heading: "Drift by rate and batch",
      note: `Root mean square over ${width} neurons of δ at time ${time} less δ at the start; mean over ${seeds} seeds.`,
      rows: runs,
      columns: [
        ...startColumns,
        ["batch>", ({ batch }) => (batch === n ? `${n}, all` : String(batch))],
        ...byRate<Run>("", (run, rate) => meanAt(told, { ...run, rate }, "drift")),
        ["exponent in ε>", (run) => show(logSlope(driftByRate(told, run)))],
      ],
    }),
    section({
      heading: "Exponent in the batch",
      rows: starts,
      columns: [
        ...startColumns,
        ...byRate<Start>("", (start, rate) => logSlope(driftByBatch(told, { ...start, rate }))),
      ],
    }),
    section({
      heading: "Where δ ends",
      note: told.note("where the drift ends"),
      rows: runs,
      columns: [
        ...startColumns,
        ["batch>", ({ batch }) => String(batch)],
        ...byRate<Run>("mean δ, ", (run, rate) => meanAt(told, { ...run, rate }, "meanDelta")),
      ],
    }),
  ];
}
