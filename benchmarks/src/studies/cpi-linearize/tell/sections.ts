// Exponents of every backend, and its times and ratios against the width.
import { largest, leastForInterval } from "@widthwise/measure";
import { type Cells, section } from "../../../page/section.ts";
import { count, exact, interval, ratio, significant, time, widthLabel } from "../../../page/units.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { type Operation, operations } from "../operations.ts";
import type { Params } from "../params.ts";
import { backendOf, backendsOf, parametersOf, ratioOf, timeExponent, timeOf } from "./rows.ts";

/** A column per operation. */
const perOperation = <Row>(cell: (row: Row, name: Operation) => string) =>
  (Object.keys(operations) as Operation[]).map(
    (name): Cells<Row> => [`${operations[name]}>`, (row) => cell(row, name)],
  );

export function sections(told: Told<Params>) {
  const backends = backendsOf(told);
  const { seed } = told.result;
  return [
    section({
      heading: "Exponents in the number of parameters",
      note: told.note("exponents"),
      rows: backends,
      columns: [
        ["backend", backendOf],
        ["p>", (points) => [points[0], points[points.length - 1]].map(parametersOf).map(count).join(" … ")],
        ...perOperation((points: Runs[], name) => {
          const found = timeExponent(points, name);
          return found ? interval(found, (x) => significant(x, 2)) : "too few widths";
        }),
      ],
    }),
    ...backends.map((points) =>
      section({
        heading: backendOf(points),
        level: 3,
        rows: points,
        columns: [
          ["width>", ({ at }) => widthLabel(at)],
          ["p>", (point) => count(parametersOf(point))],
          ...perOperation((point: Runs, name) => time(timeOf(point, name).value)),
          ["preparation>", (point) => time(timeOf(point, "preparation").value)],
          ["linearised/backprop>", (point) => interval(ratioOf(point, "linearised", seed), ratio)],
          ["low-rank/backprop>", (point) => ratio(ratioOf(point, "lowRank", seed).value)],
          ["tensors kept>", ({ cells }) => exact(largest(cells.map((cell) => numberOrNaN(cell, "leaked"))))],
        ],
      }),
    ),
  ];
}

export const limits = ({ params: { n, references, rank, rounds, dataset } }: Told<Params>) => [
  `A network of two hidden ReLU layers on ${n} examples of ${dataset} at 14 by 14 pixels, 10 outputs, cross-entropy; a step includes the optimiser (SGD) and the change of the parameters. The low-rank step is that of k = ${rank} coordinates from ${references} reference examples, all ${n} examples at once; its preparation is in a column of its own.`,
  `${rounds} rounds, each in a random order of the operations; ratios are medians of ratios within a round, intervals order statistics at 95 % from ${leastForInterval} rounds on.`,
];
