// Performance and features against the period, total steps by period as maps, and losses along training.
import { largest, smallest } from "@widthwise/measure";
import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import { type LinesPanel, linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Point } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, type Scale, shareScale } from "../../../page/plots/scales.ts";
import { powerTick, tick } from "../../../page/plots/ticks.ts";
import { percent } from "../../../page/units.ts";
import { curvePoints, medianOf, medianPoints, type Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { type OptimiserRuns, type Period, periodName, runsOf } from "./rows.ts";

/** Lines of a plot of curves: periods, evenly chosen. */
const MOST_CURVES = 6;

/** Losses below it are float32's rounding of outputs. */
const LEAST_LOSS = 1e-7;

const size = { width: 300, height: 250, room: 90 };

export function plots(told: Told<Params>) {
  const { steps } = told.params;
  const tasks = [...Map.groupBy(runsOf(told), ({ task }) => task.name).values()];
  return [periodPlot(tasks, steps), diagramPlot(tasks, steps), featurePlot(tasks), curvePlot(tasks)];
}

/** By task, and within one by optimiser. */
type Tasks = readonly (readonly OptimiserRuns[])[];

const powerScale = (values: readonly number[]) => decadeScale(values, powerTick);

type PointsOf = (periods: readonly Period[]) => Point[];

/** One line per optimiser. */
const linesBy = (own: readonly OptimiserRuns[], pointsOf: PointsOf) =>
  own.map(({ optimiser, periods }) => ({ label: optimiser, points: pointsOf(periods) }));

function periodPlot(tasks: Tasks, steps: number) {
  const at = ({ at: period }: Runs) => Math.min(period, steps);
  const panelsOf = (title: string, y: (ys: number[]) => Scale, pointsOf: PointsOf) =>
    tasks.map((own, i) => ({
      title: `${own[0].task.name}: ${title}`,
      lines: linesBy(own, pointsOf),
      y,
      yTitle: i === 0 ? title : "",
    }));
  return linesPlot({
    name: "period",
    alt: "Accuracy and loss on unseen examples against the period K, one line per optimiser, one column per task",
    caption:
      "Performance against the period: K = 1 is ordinary training, the rightmost the fixed tangent kernel.",
    title: `Unseen examples after ${steps} steps, features renewed every K of them`,
    subtitle: [
      `Median over seeds, bars their interval. Rightmost: K = ∞, never renewed. A line passes over periods at which a seed diverged.`,
    ],
    x: powerScale(tasks.flat().flatMap(({ periods }) => periods.map(at))),
    xTitle: "period K (steps)",
    yTitle: "",
    panels: [
      ...panelsOf("accuracy", shareScale, (periods) => medianPoints(periods, "accuracy", at)),
      ...panelsOf("loss", powerScale, (periods) =>
        // an interval that reaches 0 has no place on this axis
        medianPoints(periods, "testLoss", at).filter(({ lo = 1 }) => lo > 0),
      ),
    ],
    columns: tasks.length,
    ...size,
  });
}

/** Total steps by K, a map per task and optimiser. */
function diagramPlot(tasks: Tasks, steps: number): Plot | undefined {
  if (tasks.length === 0) return undefined;
  return {
    name: "steps-and-period",
    alt: "Maps of the accuracy on unseen examples over total steps and period K, one a task and optimiser",
    caption:
      "Total steps by period. Left of the diagonal a row is the fixed kernel: its first update comes after K steps.",
    spec: heatMapSpec({
      title: "Accuracy on unseen examples when training ends after T steps",
      subtitle:
        "Median over seeds. Every map has its own colours, least to most as written; white: a seed had diverged.",
      columns: largest(tasks.map(({ length }) => length)),
      width: 220,
      xTitle: "T (steps)",
      yTitle: "K",
      yLabel: (period) => periodName(period, steps),
      colours: { ends: percent },
      maps: tasks.flat().map(({ title, periods }) => ({
        title,
        cells: periods.flatMap((period) =>
          curvePoints(period, "curveAccuracy").map(({ x, y }) => ({ x, y: period.at, value: y })),
        ),
      })),
    }),
  };
}

const featureNames = {
  kernelDistance: "kernel distance",
  alignment: "label alignment",
  parameterDistance: "parameter distance",
};

function featurePlot(tasks: Tasks) {
  const updates = (one: Runs) => (medianOf(one, "updates")?.value ?? Number.NaN) + 1;
  return linesPlot({
    name: "features",
    alt: "Kernel distance, label alignment and parameter distance of the features in use against the number of updates",
    caption: "Do fewer updates mean less feature learning? Measures that know nothing of the count.",
    title: "Features in use at the end, against those at the start",
    subtitle: ["Median over seeds. x = 1: never renewed, the features of the start."],
    x: powerScale,
    xTitle: "updates + 1",
    yTitle: "",
    panels: Object.entries(featureNames).flatMap(([measure, title]) =>
      tasks.map((own) => ({
        title: `${own[0].task.name}: ${title}`,
        lines: linesBy(own, (periods) => medianPoints(periods, measure, updates).sort((a, b) => a.x - b.x)),
        y: (ys: number[]) => linearScale(Math.min(0, smallest(ys)), Math.max(1e-3, largest(ys)), tick),
        yTitle: title,
      })),
    ),
    columns: tasks.length,
    ...size,
  });
}

function curvePlot(tasks: Tasks) {
  // gradient descent and, where it is there, Adam
  const shown = tasks.flatMap((own) => {
    const adam = own.find(({ optimiser }) => optimiser.startsWith("adam"));
    return adam && adam !== own[0] ? [own[0], adam] : [own[0]];
  });
  const panelOf = ({ title, periods }: OptimiserRuns, curve: string, yTitle: string): LinesPanel => ({
    title,
    lines: chosen(periods).map((period) => ({
      label: `K = ${period.name}`,
      points: curvePoints(period, curve).map(({ x, y }) => ({ x, y: Math.max(y, LEAST_LOSS) })),
    })),
    y: powerScale,
    yTitle,
  });
  return linesPlot({
    name: "curves",
    alt: "Training loss and loss on unseen examples against steps, one line per period",
    caption: "Convergence: whether a longer period is slower, or ends higher.",
    title: "Losses along training",
    subtitle: ["Median over seeds, of the linearised network that is trained; not below 1e−7."],
    x: powerScale,
    xTitle: "steps",
    yTitle: "",
    panels: shown.flatMap((runs) => [
      panelOf(runs, "curveTrain", "training loss"),
      panelOf(runs, "curveTest", "loss on unseen examples"),
    ]),
    columns: 2,
    ...size,
  });
}

/** Evenly, the first and the last among them. */
function chosen<T>(periods: readonly T[]): T[] {
  const last = periods.length - 1;
  const count = Math.min(MOST_CURVES, periods.length);
  if (count < 2) return [...periods];
  return Array.from({ length: count }, (_, k) => periods[Math.round((k * last) / (count - 1))]);
}
