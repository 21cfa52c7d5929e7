// Times of the operations against the parameters, and a linearised step in backprop steps against the width.
import { largest } from "@widthwise/measure";
import { intervalAt, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { backendColour } from "../../../page/plots/theme.ts";
import { powerTick, tick, timeTick } from "../../../page/plots/ticks.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { type Operation, operations } from "../operations.ts";
import type { Params } from "../params.ts";
import { backendOf, backendsOf, parametersOf, ratioOf, timeOf } from "./rows.ts";

export function plots(told: Told<Params>) {
  const backends = backendsOf(told);
  return [costPlot(backends, told.params.n), ratioPlot(backends, told.result.seed)];
}

const costPlot = (backends: readonly Runs[][], n: number) =>
  linesPlot({
    name: "cost",
    alt: "Time of each operation against the number of parameters, one panel per backend",
    caption: "What an iteration costs: only the low-rank step knows nothing of the network's size.",
    title: `Cost of one iteration, ${n} examples`,
    subtitle: ["Medians over rounds, bars their interval."],
    x: (xs) => decadeScale(xs, powerTick),
    y: (ys) => decadeScale(ys, timeTick),
    xTitle: "parameters p",
    yTitle: "time",
    panels: backends.map((points) => ({
      title: backendOf(points),
      lines: (Object.keys(operations) as Operation[]).map((name) => ({
        label: operations[name],
        points: points.map((point) => intervalAt(parametersOf(point), timeOf(point, name))),
      })),
    })),
    columns: 2,
    width: 300,
    height: 280,
    room: 110,
  });

const ratioPlot = (backends: readonly Runs[][], seed: number) =>
  linesPlot({
    name: "linearised",
    alt: "Cost of a linearised step in backprop steps against width, one line per backend",
    caption: "What training on the linearisation costs beside ordinary training. Dashed: the aim of two.",
    title: "A linearised step in backprop steps",
    subtitle: ["Rounds paired, medians with their interval."],
    x: (xs) => widthScale(xs),
    y: (ys) => linearScale(0.8, Math.max(2.2, largest(ys)), tick),
    xTitle: "width of the hidden layers",
    yTitle: "backprop steps",
    panels: [
      {
        title: null,
        rules: [2],
        lines: backends.map((points) => ({
          label: backendOf(points),
          colour: backendColour(backendOf(points)),
          points: points.map((point) => intervalAt(point.at, ratioOf(point, "linearised", seed))),
        })),
      },
    ],
    width: 420,
    height: 280,
    room: 100,
  });
