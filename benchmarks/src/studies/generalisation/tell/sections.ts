// Accuracies, distances from the start and from the least-norm solution, and what several ways to one solution agree on.
import { largest } from "@widthwise/measure";
import { type Cells, section } from "../../../page/section.ts";
import { orDash, percent, significant, widthLabel } from "../../../page/units.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import { seedBySeed } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  optimisers,
  over,
  type Place,
  type Point,
  placesOf,
  pointAt,
  pointsAt,
  pointsOf,
  shown,
} from "./rows.ts";
import { accuracyText, shareText, timesText } from "./words.ts";

export function sections(told: Told<Params>) {
  const points = pointsOf(told);
  return [accuracyTable(told, points), biasTable(told, points), sameTable(told, points)];
}

export const limits = ({ params: { tolerance, adamRate } }: Told<Params>) => [
  "Hundreds of training examples and one output: these are not the accuracies that either data set is known for.",
  `Training stops at ‖f−y‖ ≤ ${significant(tolerance, 1)}·‖y‖: early stopping, momentum and weight decay are not looked at, and gradient descent that stops there may have moved less than the solution that it goes to.`,
  `Adam takes the rate ${adamRate} times the scale of the labels; another rate finds another solution.`,
  "The distance of the last layer alone is that of a_r, and is left out.",
];

const placeColumns: readonly Cells<Place>[] = [
  ["data", ({ dataset }) => dataset],
  ["shift", ({ shift }) => shift],
  ["n>", ({ n }) => String(n)],
  ["width>", ({ width }) => widthLabel(width)],
];

function accuracyTable({ params: { tests, repeats } }: Told<Params>, points: readonly Point[]) {
  const algorithms = shown.filter((algorithm) => pointsAt(points, { algorithm }).length > 0);
  return section({
    heading: "Right on new inputs",
    note: `Even against odd classes, labels ±1, ${tests} class-balanced test examples, antisymmetric initialisation: medians over ${repeats} draws of training set and network, with the order statistics around them.`,
    rows: placesOf(points)
      .filter(({ scale }) => scale === 1)
      .sort((a, b) => b.dataset.localeCompare(a.dataset) || b.shift.localeCompare(a.shift)),
    columns: [
      ...placeColumns,
      ...algorithms.map(
        (name): Cells<Place> => [
          `\`${name}\`>`,
          (place) => orDash(pointAt(points, place, name), accuracyText),
        ],
      ),
    ],
  });
}

const biasTable = (told: Told<Params>, points: readonly Point[]) =>
  section({
    heading: "How far from the start, and from the least-norm solution",
    note: told.note("distances"),
    rows: points.filter(({ algorithm }) => optimisers.includes(algorithm)),
    columns: [
      ...placeColumns,
      ["labels ±>", ({ scale }) => String(scale)],
      ["algorithm", ({ algorithm }) => `\`${algorithm}\``],
      ["steps>", (point) => significant(over(point, "steps").value, 3)],
      ["‖f−y‖/‖y‖>", (point) => significant(over(point, "relativeResidual").value, 2)],
      ["distance over the kernel's>", (point) => timesText(over(point, "distanceOverKernel"))],
      ["away from the kernel>", (point) => shareText(over(point, "rmsFromKernel"))],
      ["signs>", (point) => percent(over(point, "disagreesWithKernel").value)],
      [
        "away from Gauss–Newton>",
        (point) => (point.algorithm === "live-gn" ? "–" : shareText(over(point, "rmsFromGaussNewton"))),
      ],
    ],
  });

/** Algorithms that compute the same thing in different ways, from the same weights. */
const twins: Readonly<Record<string, string>> = {
  "dense-gd": "live-gd",
  "dense-gn": "live-gn",
  "sketch-gn": "live-gn",
};

function sameTable(told: Told<Params>, points: readonly Point[]) {
  const rows = Object.entries(twins).flatMap(([algorithm, beside]) =>
    pointsAt(points, { algorithm }).flatMap((point) => {
      const twin = pointAt(points, point, beside);
      return twin === undefined ? [] : [{ point, beside, pairs: seedBySeed(point, twin, "repeat") }];
    }),
  );
  type Row = (typeof rows)[number];
  /** The largest over repeats. */
  const worst = ({ pairs }: Row, measure: string, apart: (a: number, b: number) => number) =>
    largest(pairs.map(([one, other]) => apart(numberOrNaN(one, measure), numberOrNaN(other, measure))));
  const difference = (a: number, b: number) => Math.abs(a - b);
  return section({
    heading: "One solution by several algorithms",
    note: told.note("one solution"),
    rows,
    columns: [
      ["algorithm", ({ point }) => `\`${point.algorithm}\``],
      ["beside", ({ beside }) => `\`${beside}\``],
      [
        "where",
        ({ point: { dataset, shift, n, width, scale } }) =>
          `${dataset}, ${shift}, n = ${n}, width ${widthLabel(width)}, labels ±${scale}`,
      ],
      [
        "distance, relative>",
        (row) =>
          significant(
            worst(row, "distance", (a, b) => Math.abs(a / b - 1)),
            2,
          ),
      ],
      ["away from the kernel, difference>", (row) => significant(worst(row, "rmsFromKernel", difference), 2)],
      ["accuracy>", (row) => percent(worst(row, "testAccuracy", difference))],
    ],
  });
}
