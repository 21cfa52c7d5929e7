// Accuracy against n, the way to the lazy limit as labels shrink, and the distance from the kernel against the width.
import { largest, smallest } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { intervalAt, linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Line } from "../../../page/plots/panels.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, tick } from "../../../page/plots/ticks.ts";
import { widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { mainPlace, optimisers, over, type Point, pointsAt, pointsOf, shown } from "./rows.ts";

export const plots = (told: Told<Params>) => [accuracyPlot(told), lazyPlot(told), widthPlot(told)];

const size = { columns: 2, width: 260, height: 240, room: 90 };

type Axis = "n" | "width" | "scale";

const linePoints = (points: readonly Point[], x: Axis, measure: string) =>
  points.map((point) => intervalAt(point[x], over(point, measure))).sort((a, b) => a.x - b.x);

/** One line per algorithm that is there. */
const linesOf = (algorithms: readonly string[], points: readonly Point[], x: Axis, measure: string) =>
  algorithms.flatMap((algorithm): Line[] => {
    const own = pointsAt(points, { algorithm });
    if (own.length === 0) return [];
    const look = seriesLook(shown.indexOf(algorithm));
    return [{ label: algorithm, ...look, points: linePoints(own, x, measure) }];
  });

/** A panel per data set. */
function accuracyPlot(told: Told<Params>) {
  const { tests, repeats } = told.params;
  const main = mainPlace(told);
  if (main === undefined) return undefined;
  const { shift, width, scale } = main;
  const all = pointsAt(pointsOf(told), { shift, width, scale });
  const sets = distinct(all.map(({ dataset }) => dataset)).reverse();
  return linesPlot({
    name: "accuracy",
    alt: "Share of test examples answered right against the number of training inputs, one line per algorithm, one panel per data set",
    caption: "Trained networks beside kernels and the last layer alone.",
    title: "Right on new inputs: even against odd classes",
    subtitle: [`${tests} test examples; medians over ${repeats} repeats, bars: order statistics.`],
    x: (xs) => widthScale(xs, 7, String),
    y: (ys) => linearScale(smallest(ys) - 0.005, Math.min(1, largest(ys) + 0.005), percentTick),
    xTitle: "n (training inputs)",
    yTitle: "right",
    panels: sets.map((dataset) => ({
      title: `${dataset}, width ${widthLabel(width)}, ${shift}`,
      lines: linesOf(shown, pointsAt(all, { dataset }), "n", "testAccuracy"),
    })),
    ...size,
  });
}

/** Towards the lazy limit: smaller labels. */
function lazyPlot(told: Told<Params>) {
  const all = pointsOf(told);
  const small = all.find(({ scale }) => scale < 1);
  if (small === undefined) return undefined;
  const { dataset, shift, n, width } = small;
  const own = pointsAt(all, { dataset, shift, n, width });
  return linesPlot({
    name: "lazy-limit",
    alt: "Difference from the least-norm solution's answers, and distance from the start over the least, against the scale of the labels",
    caption: "Towards the lazy limit: the smaller the labels, the less the features move.",
    title: `Which solution does an optimiser find? ${dataset}, n = ${n}, m = ${widthLabel(width)}, ${shift}`,
    subtitle: ["The same start for all. Least-norm solution: tangent kernel of the same network."],
    x: (xs) => decadeScale(xs, tick),
    y: (ys) => decadeScale(ys, percentTick),
    xTitle: "labels ±",
    yTitle: "root mean square, relative",
    panels: [
      {
        title: "answers: away from the least-norm solution",
        lines: linesOf(optimisers, own, "scale", "rmsFromKernel"),
      },
      {
        title: "‖W − W₀‖ over the least",
        lines: linesOf(optimisers, own, "scale", "distanceOverKernel"),
        rules: [1],
        y: (ys) => linearScale(Math.min(0.95, smallest(ys)), Math.max(1.05, largest(ys)), tick),
        yTitle: "",
      },
    ],
    ...size,
  });
}

/** How far the trained network is from its kernel as it grows wider. */
function widthPlot(told: Told<Params>) {
  const all = pointsAt(pointsOf(told), { algorithm: "live-gn", scale: 1 });
  const series = [...Map.groupBy(all, ({ dataset, shift, n }) => `${dataset}, ${shift}, n = ${n}`)];
  return linesPlot({
    name: "away-from-kernel",
    alt: "Difference between the answers of Gauss–Newton and of the same network's tangent kernel against width",
    caption: "A wider network stays closer to its kernel.",
    title: "Gauss–Newton's answers away from the tangent kernel's",
    subtitle: ["At test examples; medians over repeats, bars: order statistics."],
    x: (xs) => widthScale(xs),
    y: (ys) => decadeScale(ys, percentTick),
    xTitle: "width m (neurons)",
    yTitle: "root mean square, relative",
    panels: [
      {
        title: null,
        lines: series
          .filter(([, own]) => own.length > 1)
          .map(([label, own], i) => ({
            label,
            points: linePoints(own, "width", "rmsFromKernel"),
            ...(i < 6 ? {} : { colour: softInk }),
          })),
      },
    ],
    columns: 1,
    width: 420,
    height: 300,
    room: 200,
  });
}
