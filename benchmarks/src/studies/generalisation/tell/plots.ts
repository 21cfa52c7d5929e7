import { distinct } from "../../../page/lists.ts";
import { endsOf, type Line, type Panel, panelsSpec, xsOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, tick } from "../../../page/plots/ticks.ts";
import { widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { mainPlace } from "./answers.ts";
import { overRepeats, type Point, paramsOf, pointsAt, pointsOf, type Solved } from "./rows.ts";

export function plots(result: StudyResult): Plot[] {
  return [accuracyPlot(result), lazyPlot(result), widthPlot(result)].filter((plot) => plot !== undefined);
}

const shown = ["live-gn", "live-gd", "dense-adam", "kernel", "kernel-limit", "last-layer"];
const size = { columns: 2, width: 260, height: 240, room: 90 };

function lineOf(
  algorithm: string,
  points: readonly Point[],
  x: (point: Point) => number,
  y: (one: Solved) => number,
): Line {
  return {
    label: algorithm,
    ...seriesLook(shown.indexOf(algorithm)),
    points: points
      .map((point) => {
        const { value, lo, hi } = overRepeats(point, y);
        return { x: x(point), y: value, lo, hi };
      })
      .sort((a, b) => a.x - b.x),
  };
}

/** Accuracy against n, a panel a data set. */
function accuracyPlot(result: StudyResult): Plot | undefined {
  const main = mainPlace(result);
  if (main === undefined) return undefined;
  const { tests, repeats } = paramsOf(result);
  const { shift, width, scale } = main;
  const all = pointsAt(pointsOf(result), { shift, width, scale });
  const panels = distinct(all.map(({ dataset }) => dataset))
    .reverse()
    .map(
      (dataset): Panel => ({
        title: `${dataset}, width ${widthLabel(width)}, ${shift}`,
        lines: shown.flatMap((algorithm) => {
          const own = pointsAt(all, { dataset, algorithm });
          return own.length > 0
            ? [
                lineOf(
                  algorithm,
                  own,
                  ({ n }) => n,
                  ({ accuracy }) => accuracy,
                ),
              ]
            : [];
        }),
      }),
    );
  const heights = endsOf(panels);
  return {
    name: "accuracy",
    alt: "Share of test examples answered right against the number of training inputs, a line an algorithm, a panel a data set",
    caption: "Trained networks beside kernels and the last layer alone.",
    spec: panelsSpec({
      title: "Right on new inputs: even against odd classes",
      subtitle: [`${tests} test examples; medians over ${repeats} repeats, bars: order statistics.`],
      x: widthScale(xsOf(panels), 7, String),
      y: linearScale(Math.min(...heights) - 0.005, Math.min(1, Math.max(...heights) + 0.005), percentTick),
      xTitle: "n (training inputs)",
      yTitle: "right",
      panels,
      ...size,
    }),
  };
}

const optimisers = shown.slice(0, 3);
const away = ({ rmsFromKernel }: Solved) => rmsFromKernel;
const distance = ({ distanceOverKernel }: Solved) => distanceOverKernel;

/** Towards the lazy limit: smaller labels. */
function lazyPlot(result: StudyResult): Plot | undefined {
  const all = pointsOf(result);
  const small = all.find(({ scale }) => scale < 1);
  if (small === undefined) return undefined;
  const { dataset, shift, n, width } = small;
  const own = pointsAt(all, { dataset, shift, n, width });
  const over = (y: (one: Solved) => number) =>
    optimisers.flatMap((algorithm) => {
      const points = pointsAt(own, { algorithm });
      return points.length > 0 ? [lineOf(algorithm, points, ({ scale }) => scale, y)] : [];
    });
  const from: Panel = { title: "answers: away from the least-norm solution", lines: over(away) };
  const moved: Panel = { title: "‖W − W₀‖ over the least", lines: over(distance), rules: [1] };
  const heights = endsOf([moved]);
  return {
    name: "lazy-limit",
    alt: "Difference from the least-norm solution's answers, and distance from the start over the least, against the scale of the labels",
    caption: "Towards the lazy limit: the smaller the labels, the less the features move.",
    spec: panelsSpec({
      title: `Which solution does an optimiser find? ${dataset}, n = ${n}, m = ${widthLabel(width)}, ${shift}`,
      subtitle: ["The same start for all. Least-norm solution: tangent kernel of the same network."],
      x: decadeScale(xsOf([from]), tick),
      y: decadeScale(endsOf([from]), percentTick),
      xTitle: "labels ±",
      yTitle: "root mean square, relative",
      panels: [
        from,
        {
          ...moved,
          y: linearScale(Math.min(0.95, ...heights), Math.max(1.05, ...heights), tick),
          yTitle: "",
        },
      ],
      ...size,
    }),
  };
}

/** How far the trained network is from its kernel as it grows wider. */
function widthPlot(result: StudyResult): Plot | undefined {
  const all = pointsAt(pointsOf(result), { algorithm: "live-gn", scale: 1 });
  const series = [...Map.groupBy(all, ({ dataset, shift, n }) => `${dataset}, ${shift}, n = ${n}`)].filter(
    ([, own]) => own.length > 1,
  );
  if (series.length === 0) return undefined;
  const lines = series.map(
    ([label, own], i): Line => ({
      ...lineOf("live-gn", own, ({ width }) => width, away),
      ...(i < 6 ? seriesLook(i) : { ...seriesLook(i), colour: softInk }),
      label,
    }),
  );
  const panels = [{ title: null, lines }];
  return {
    name: "away-from-kernel",
    alt: "Difference between the answers of Gauss–Newton and of the same network's tangent kernel against width",
    caption: "A wider network stays closer to its kernel.",
    spec: panelsSpec({
      title: "Gauss–Newton's answers away from the tangent kernel's",
      subtitle: ["At test examples; medians over repeats, bars: order statistics."],
      x: widthScale(xsOf(panels)),
      y: decadeScale(endsOf(panels), percentTick),
      xTitle: "width m (neurons)",
      yTitle: "root mean square, relative",
      panels,
      columns: 1,
      width: 420,
      height: 300,
      room: 200,
    }),
  };
}
