// Convergence and sparsity by width, and the counted work of a step: both layers beside the first alone.
import { type Block, heading, paragraph } from "../../../page/document.ts";
import { lastOf } from "../../../page/lists.ts";
import { type Cells, section } from "../../../page/section.ts";
import {
  count,
  interval,
  percent,
  significant,
  slopeInterval,
  span,
  tolerance as toleranceText,
  widthLabel,
} from "../../../page/units.ts";
import { listOf } from "../../../telling/read-cells.ts";
import type { Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Layers, Params } from "../params.ts";
import {
  arrivals,
  flips,
  layers,
  middle,
  type Series,
  seriesOf,
  work,
  workExponent,
  workRatio,
} from "./rows.ts";

export function sections(told: Told<Params>): (Block | Block[])[] {
  const { tolerances, n, dataset } = told.params;
  const series = seriesOf(told);
  const descending = [...tolerances].sort((a, b) => b - a);
  return [
    heading(2, "Convergence and sparsity"),
    paragraph(`${dataset}, n = ${n}; medians over networks. ${told.note("convergence")}`),
    ...series.map((one) => convergenceTable(one, descending)),
    workTable(series, told.note("work")),
  ];
}

function convergenceTable({ algorithm, shift, pairs }: Series, tolerances: readonly number[]) {
  const rows = pairs.flatMap((pair) =>
    layers.map((train) => ({ width: pair.width, train, seeds: pair[train] })),
  );
  type Row = (typeof rows)[number];
  const share =
    (measure: Parameters<typeof middle>[1]) =>
    ({ seeds }: Row) =>
      percent(middle(seeds, measure));
  return section({
    heading: `${algorithm}, ${shift}`,
    level: 3,
    rows,
    columns: [
      ["width>", ({ width, train }) => (train === layers[0] ? widthLabel(width) : "")],
      ["layers", ({ train }) => train],
      ...tolerances.map(
        (tolerance): Cells<Row> => [
          `steps to ${toleranceText(tolerance)}>`,
          ({ seeds }) => stepsText(seeds, tolerance),
        ],
      ),
      [
        "‖f−y‖ at the end>",
        ({ seeds }) =>
          significant(
            middle(seeds, (cell) => listOf(cell, "curveResiduals").at(-1)),
            2,
          ),
      ],
      ["fire, start>", share("firingAtStart")],
      ["fire, end>", share("firingAtEnd")],
      ["flips, step 1>", share(flips(0))],
      ["flips, step 2>", share(flips(1))],
    ],
  });
}

/** "5 … 7 (3 of 6)" */
function stepsText(seeds: Seeds, tolerance: number): string {
  const steps = arrivals(seeds, tolerance);
  const all = seeds.cells.length;
  if (steps.length === 0) return "no";
  const text = span(steps, String, " … ");
  return steps.length === all ? text : `${text} (${steps.length} of ${all})`;
}

function workTable(series: readonly Series[], note: string) {
  const rows = series.flatMap(({ algorithm, shift, pairs }) =>
    (["macs", "compares"] as const).map((which) => ({ algorithm, shift, pairs, which, end: lastOf(pairs) })),
  );
  type Row = (typeof rows)[number];
  const done =
    (train: Layers) =>
    ({ end, which }: Row) =>
      count(middle(end[train], work(which)));
  const exponent =
    (train: Layers) =>
    ({ pairs, which }: Row) => {
      const found = workExponent(pairs, train, which);
      return found ? slopeInterval(found) : "five widths needed";
    };
  return section({
    heading: "Work of a step, counted",
    note,
    rows,
    columns: [
      ["algorithm", ({ algorithm }) => `\`${algorithm}\``],
      ["shift", ({ shift }) => shift],
      ["work", ({ which }) => (which === "macs" ? "multiply-adds" : "tree nodes")],
      ["at width>", ({ end }) => widthLabel(end.width)],
      ["first layer>", done("first")],
      ["both layers>", done("both")],
      ["both over first>", ({ end, which }) => interval(workRatio(end, which), (x) => significant(x, 4))],
      ["exponent, first>", exponent("first")],
      ["exponent, both>", exponent("both")],
    ],
  });
}
