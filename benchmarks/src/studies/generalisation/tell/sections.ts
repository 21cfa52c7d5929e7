import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { distinct } from "../../../page/lists.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant, widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { moversOf, overRepeats, paramsOf, placesOf, pointsAt, pointsOf } from "./rows.ts";
import { roughShare, share, times } from "./words.ts";

const shown = ["live-gn", "live-gd", "dense-adam", "kernel", "kernel-limit", "last-layer"];

export function report(result: StudyResult): Block[] {
  const { tolerance, adamRate } = paramsOf(result);
  return [
    ...accuracyTable(result),
    ...biasTable(result),
    ...sameTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "Hundreds of training examples and one output: these are not the accuracies that either data set is known for.",
      `Training stops at ‖f−y‖ ≤ ${significant(tolerance, 1)}·‖y‖: early stopping, momentum and weight decay are not looked at, and gradient descent that stops there may have moved less than the solution that it goes to.`,
      `Adam takes the rate ${adamRate} times the scale of the labels; another rate finds another solution.`,
      "The distance of the last layer alone is that of a_r, and is left out.",
    ]),
  ];
}

function accuracyTable(result: StudyResult): Block[] {
  const points = pointsOf(result);
  const { tests, repeats } = paramsOf(result);
  const algorithms = shown.filter((name) => pointsAt(points, { algorithm: name }).length > 0);
  const rows = placesOf(points)
    .filter(({ scale }) => scale === 1)
    .sort((a, b) => a.dataset.localeCompare(b.dataset) * -1 || a.shift.localeCompare(b.shift) * -1)
    .map((place) => [
      place.dataset,
      place.shift,
      String(place.n),
      widthLabel(place.width),
      ...algorithms.map((algorithm) => {
        const [point] = pointsAt(points, { ...place, algorithm });
        return point ? share(overRepeats(point, ({ accuracy }) => accuracy)) : "–";
      }),
    ]);
  if (rows.length === 0) return [];
  return [
    heading(2, "Right on new inputs"),
    paragraph(
      `Even against odd classes, labels ±1, ${tests} class-balanced test examples, antisymmetric initialisation: medians over ${repeats} draws of training set and network, with the order statistics around them.`,
    ),
    table(
      ["data", "shift", "n>", "width>", ...algorithms.map((name) => `\`${name}\`>`)],
      rows,
      sourceOf(result),
    ),
  ];
}

function biasTable(result: StudyResult): Block[] {
  const points = pointsOf(result);
  const movers = moversOf(points).filter(({ algorithm }) => shown.includes(algorithm));
  if (movers.length === 0) return [];
  return [
    heading(2, "How far from the start, and from the least-norm solution"),
    paragraph(
      "The tangent kernel's answer is that of the linearised network moved as little as interpolation allows. Distance: ‖W − W₀‖ over the kernel's. Away: root mean square of the difference of the answers at test examples over that of the kernel's answers; signs: test examples on which the two disagree. Medians over repeats.",
    ),
    table(
      [
        "data",
        "shift",
        "n>",
        "width>",
        "labels ±>",
        "algorithm",
        "steps>",
        "‖f−y‖/‖y‖>",
        "distance over the kernel's>",
        "away from the kernel>",
        "signs>",
        "away from Gauss–Newton>",
      ],
      movers.map((point) => [
        point.dataset,
        point.shift,
        String(point.n),
        widthLabel(point.width),
        String(point.scale),
        `\`${point.algorithm}\``,
        significant(overRepeats(point, ({ steps }) => steps).value, 3),
        significant(overRepeats(point, ({ residual }) => residual).value, 2),
        times(overRepeats(point, ({ distanceOverKernel }) => distanceOverKernel)),
        roughShare(overRepeats(point, ({ rmsFromKernel }) => rmsFromKernel)),
        percent(overRepeats(point, ({ disagrees }) => disagrees).value),
        point.algorithm === "live-gn"
          ? "–"
          : roughShare(overRepeats(point, ({ rmsFromGaussNewton }) => rmsFromGaussNewton ?? Number.NaN)),
      ]),
      sourceOf(result),
    ),
  ];
}

/** Algorithms that compute the same thing in different ways, from the same weights. */
function sameTable(result: StudyResult): Block[] {
  const points = pointsOf(result);
  const twins: Record<string, string> = {
    "dense-gn": "live-gn",
    "sketch-gn": "live-gn",
    "dense-gd": "live-gd",
  };
  const rows = distinct(Object.keys(twins)).flatMap((algorithm) =>
    pointsAt(points, { algorithm }).flatMap((point) => {
      const { dataset, shift, n, width, scale } = point;
      const [twin] = pointsAt(points, { dataset, shift, n, width, scale, algorithm: twins[algorithm] });
      if (twin === undefined) return [];
      const worst = (value: (one: (typeof pair)[number]) => number) => Math.max(...pair.map(value));
      const pair = [...point.solved].flatMap(([repeat, one]) => {
        const other = twin.solved.get(repeat);
        return other ? [{ one, other }] : [];
      });
      return [
        [
          `\`${algorithm}\``,
          `\`${twins[algorithm]}\``,
          `${dataset}, ${shift}, n = ${n}, width ${widthLabel(width)}, labels ±${scale}`,
          significant(
            worst(({ one, other }) => Math.abs(one.distance / other.distance - 1)),
            2,
          ),
          significant(
            worst(({ one, other }) => Math.abs(one.rmsFromKernel - other.rmsFromKernel)),
            2,
          ),
          percent(worst(({ one, other }) => Math.abs(one.accuracy - other.accuracy))),
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    heading(2, "One solution by several algorithms"),
    paragraph(
      "From the same weights, dense, sketched and Gram-space runs of one rule end in the same place: the largest differences over repeats.",
    ),
    table(
      [
        "algorithm",
        "beside",
        "where",
        "distance, relative>",
        "away from the kernel, difference>",
        "accuracy>",
      ],
      rows,
      sourceOf(result),
    ),
  ];
}
