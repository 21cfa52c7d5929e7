import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import { endsOf, type Line, type Panel, panelsSpec, xsOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick, powerTick, tick } from "../../../page/plots/ticks.ts";
import { percent } from "../../../page/units.ts";
import { looksOf, medianAt, medianOf, type Runs } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { periodName } from "./answers.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

/** Lines of a plot of curves: periods, evenly chosen. */
const MOST_CURVES = 6;

/** Losses below it are float32's rounding of outputs. */
const LEAST_LOSS = 1e-7;

export function plots(result: StudyResult): Plot[] {
  const runs = runsOf(result);
  if (runs.length === 0) return [];
  const { steps } = paramsOf(result);
  const tasks = [...Map.groupBy(runs, ({ task }) => task.name).values()];
  return [periodPlot(tasks, steps), diagramPlot(tasks, steps), featurePlot(tasks), curvePlot(tasks, steps)];
}

const size = { width: 300, height: 250, room: 90 };

/** One line an optimiser. */
const linesBy = (
  own: readonly OptimiserRuns[],
  x: (one: Runs) => number | undefined,
  measure: string,
): Line[] =>
  own.map(({ optimiser, periods }, i) => ({
    label: optimiser,
    ...seriesLook(i),
    points: periods
      .flatMap((one) => {
        const [found, at] = [medianOf(one, measure), x(one)];
        return found && at !== undefined ? [{ x: at, y: found.value, lo: found.lo, hi: found.hi }] : [];
      })
      .sort((a, b) => a.x - b.x),
  }));

function periodPlot(tasks: readonly OptimiserRuns[][], steps: number): Plot {
  const at = ({ at: period }: Runs) => Math.min(period, steps);
  const panels = (measure: string, title: string, log: boolean): Panel[] =>
    tasks.map((own, i) => {
      const lines = linesBy(own, at, measure).map((line) => ({
        ...line,
        points: log ? line.points.filter(({ lo = 1 }) => lo > 0) : line.points,
      }));
      const y = log
        ? decadeScale(endsOf([{ lines }]), powerTick)
        : linearScale(Math.min(...endsOf([{ lines }])) - 0.01, Math.max(...endsOf([{ lines }])), percentTick);
      return { title: `${own[0].task.name}: ${title}`, lines, y, yTitle: i === 0 ? title : "" };
    });
  return {
    name: "period",
    alt: "Accuracy and loss on unseen examples against the period K, a line an optimiser, a column a task",
    caption:
      "Performance against the period: K = 1 is ordinary training, the rightmost the fixed tangent kernel.",
    spec: panelsSpec({
      title: `Unseen examples after ${steps} steps, features renewed every K of them`,
      subtitle: [
        `Median over seeds, bars their interval. Rightmost: K = ∞, never renewed. A line passes over periods at which a seed diverged.`,
      ],
      x: decadeScale(
        tasks.flatMap((own) => own.flatMap(({ periods }) => periods.map(at))),
        powerTick,
      ),
      y: linearScale(0, 1, percentTick),
      xTitle: "period K (steps)",
      yTitle: "",
      panels: [...panels("accuracy", "accuracy", false), ...panels("testLoss", "loss", true)],
      columns: tasks.length,
      ...size,
    }),
  };
}

/** Total steps by K, a map a task and optimiser. */
function diagramPlot(tasks: readonly OptimiserRuns[][], steps: number): Plot {
  return {
    name: "steps-and-period",
    alt: "Maps of the accuracy on unseen examples over total steps and period K, one a task and optimiser",
    caption:
      "Total steps by period. Left of the diagonal a row is the fixed kernel: its first update comes after K steps.",
    spec: heatMapSpec({
      title: "Accuracy on unseen examples when training ends after T steps",
      subtitle:
        "Median over seeds. Every map has its own colours, least to most as written; white: a seed had diverged.",
      columns: Math.max(...tasks.map(({ length }) => length)),
      width: 220,
      xTitle: "T (steps)",
      yTitle: "K",
      yLabel: (period) => periodName(period, steps),
      colours: { ends: percent },
      maps: tasks.flat().map(({ task, optimiser, periods }) => ({
        title: `${task.name}, ${optimiser}`,
        cells: periods.flatMap((period) =>
          looksOf(periods).flatMap((step) => {
            const value = medianAt(period, "curveAccuracy", step);
            return value === undefined ? [] : [{ x: step, y: period.at, value }];
          }),
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

function featurePlot(tasks: readonly OptimiserRuns[][]): Plot {
  const at = (one: Runs) => {
    const found = medianOf(one, "updates");
    return found === undefined ? undefined : found.value + 1;
  };
  const panels = Object.entries(featureNames).flatMap(([measure, title]) =>
    tasks.map((own): Panel => {
      const lines = linesBy(own, at, measure);
      return {
        title: `${own[0].task.name}: ${title}`,
        lines,
        y: linearScale(Math.min(0, ...endsOf([{ lines }])), Math.max(1e-3, ...endsOf([{ lines }])), tick),
        yTitle: title,
      };
    }),
  );
  return {
    name: "features",
    alt: "Kernel distance, label alignment and parameter distance of the features in use against the number of updates",
    caption: "Do fewer updates mean less feature learning? Measures that know nothing of the count.",
    spec: panelsSpec({
      title: "Features in use at the end, against those at the start",
      subtitle: ["Median over seeds. x = 1: never renewed, the features of the start."],
      x: decadeScale(xsOf(panels), powerTick),
      y: linearScale(0, 1),
      xTitle: "updates + 1",
      yTitle: "",
      panels,
      columns: tasks.length,
      ...size,
    }),
  };
}

function curvePlot(tasks: readonly OptimiserRuns[][], steps: number): Plot {
  const kinds = [
    ["curveTrain", "training loss"],
    ["curveTest", "loss on unseen examples"],
  ] as const;
  // gradient descent and, where it is there, Adam
  const shown = tasks.flatMap((own) => {
    const adam = own.find(({ optimiser }) => optimiser.startsWith("adam"));
    return adam && adam !== own[0] ? [own[0], adam] : [own[0]];
  });
  const panels = shown.flatMap((runs) =>
    kinds.map(([curve, title]): Panel => {
      const lines = chosen(runs.periods).map(
        (period, i): Line => ({
          label: `K = ${periodName(period.at, steps)}`,
          ...seriesLook(i),
          points: looksOf([period]).flatMap((step) => {
            const y = medianAt(period, curve, step);
            return y === undefined ? [] : [{ x: step, y: Math.max(y, LEAST_LOSS) }];
          }),
        }),
      );
      return {
        title: `${runs.task.name}, ${runs.optimiser}`,
        lines,
        y: decadeScale(endsOf([{ lines }]), powerTick),
        yTitle: title,
      };
    }),
  );
  return {
    name: "curves",
    alt: "Training loss and loss on unseen examples against steps, a line a period",
    caption: "Convergence: whether a longer period is slower, or ends higher.",
    spec: panelsSpec({
      title: "Losses along training",
      subtitle: ["Median over seeds, of the linearised network that is trained; not below 1e−7."],
      x: decadeScale(xsOf(panels), powerTick),
      y: decadeScale([0.1, 1], powerTick),
      xTitle: "steps",
      yTitle: "",
      panels,
      columns: 2,
      ...size,
    }),
  };
}

function chosen(periods: readonly Runs[]): Runs[] {
  const last = periods.length - 1;
  const count = Math.min(MOST_CURVES, periods.length);
  if (count < 2) return [...periods];
  return Array.from({ length: count }, (_, k) => periods[Math.round((k * last) / (count - 1))]);
}
