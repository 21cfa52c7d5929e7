import { endsOf, type Panel, panelsSpec, xsOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { backendColour, seriesLook } from "../../../page/plots/theme.ts";
import { powerTick, tick, timeTick } from "../../../page/plots/ticks.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Operation, operations } from "../operations.ts";
import { backendsOf, type Point, paramsOf, ratioOf, timeOf } from "./rows.ts";

export function plots(result: StudyResult): Plot[] {
  const backends = backendsOf(result);
  if (backends.length === 0) return [];
  return [costPlot(backends, paramsOf(result).n), ratioPlot(backends, result.seed)];
}

function costPlot(backends: readonly Point[][], n: number): Plot {
  const panels = backends.map(
    (points): Panel => ({
      title: points[0].backend,
      lines: (Object.keys(operations) as Operation[]).map((name, i) => ({
        label: operations[name],
        ...seriesLook(i),
        points: points.map((point) => {
          const { value, lo, hi } = timeOf(point, name);
          return { x: point.parameters, y: value, lo, hi };
        }),
      })),
    }),
  );
  return {
    name: "cost",
    alt: "Time of each operation against the number of parameters, a panel a backend",
    caption: "What an iteration costs: only the low-rank step knows nothing of the network's size.",
    spec: panelsSpec({
      title: `Cost of one iteration, ${n} examples`,
      subtitle: ["Medians over rounds, bars their interval."],
      x: decadeScale(xsOf(panels), powerTick),
      y: decadeScale(endsOf(panels), timeTick),
      xTitle: "parameters p",
      yTitle: "time",
      panels,
      columns: 2,
      width: 300,
      height: 280,
      room: 110,
    }),
  };
}

function ratioPlot(backends: readonly Point[][], seed: number): Plot {
  const lines = backends.map((points, i) => ({
    label: points[0].backend,
    colour: backendColour(points[0].backend),
    look: seriesLook(i).look,
    points: points.map((point) => {
      const { value, lo, hi } = ratioOf(point, "linearised", seed);
      return { x: point.width, y: value, lo, hi };
    }),
  }));
  const all = lines.flatMap(({ points }) => points);
  return {
    name: "linearised",
    alt: "Cost of a linearised step in backprop steps against width, a line a backend",
    caption: "What training on the linearisation costs beside ordinary training. Dashed: the aim of two.",
    spec: panelsSpec({
      title: "A linearised step in backprop steps",
      subtitle: ["Rounds paired, medians with their interval."],
      x: widthScale(all.map(({ x }) => x)),
      y: linearScale(0.8, Math.max(2.2, ...all.map(({ hi }) => hi)), tick),
      xTitle: "width of the hidden layers",
      yTitle: "backprop steps",
      panels: [{ title: null, lines, rules: [2] }],
      columns: 1,
      width: 420,
      height: 280,
      room: 100,
    }),
  };
}
