// Accuracy against time, a step against the parameters, the reference set, and the monitor against the truth.
import { largest } from "@widthwise/measure";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, shareScale } from "../../../page/plots/scales.ts";
import { countTick, tick, timeTick } from "../../../page/plots/ticks.ts";
import { medianPoints } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { raceCurve, racerName, racers } from "./racers.ts";
import { parametersOf, stepRows } from "./steps.ts";
import { monitored, withAllDirections } from "./subspaces.ts";

export const plots = (told: Told<Params>) => [
  racePlot(told),
  stepPlot(told),
  choicePlot(told),
  monitorPlot(told),
];

const racePlot = (told: Told<Params>) =>
  linesPlot({
    name: "race",
    alt: "Accuracy on unseen examples against seconds, one line per trainer",
    caption: "One point per epoch, preparation included; the middle round.",
    title: "Accuracy against time",
    subtitle: [
      `${told.params.dataset}, n = ${told.params.n}; the linear model's accuracy where there is one.`,
    ],
    x: (xs) => decadeScale(xs, timeTick),
    y: shareScale,
    xTitle: "time, preparation included",
    yTitle: "accuracy on unseen examples",
    panels: [
      {
        title: null,
        lines: racers(told).map((racer) => ({ label: racerName(racer), points: raceCurve(racer) })),
      },
    ],
  });

function stepPlot(told: Told<Params>) {
  const rows = stepRows(told);
  if (rows.length < 2) return undefined;
  const line = (label: string, measure: string) => ({
    label,
    points: medianPoints(rows, measure, parametersOf),
  });
  return linesPlot({
    name: "step",
    alt: "Time of a step in coordinates, of a step of backpropagation and of preparation against the parameter count",
    caption: "Once prepared, a step does not know how large the network is.",
    title: "One step against the parameter count",
    subtitle: ["Medians over rounds; bars: interval."],
    x: (xs) => decadeScale(xs, countTick),
    y: (ys) => decadeScale(ys, timeTick),
    xTitle: "parameters",
    yTitle: "time",
    panels: [
      {
        title: null,
        lines: [
          line("step in coordinates", "lowRankStepNs"),
          line("step of backpropagation", "backpropStepNs"),
          line("preparation", "prepareNs"),
        ],
      },
    ],
  });
}

function choicePlot(told: Told<Params>) {
  const kinds = [...Map.groupBy(withAllDirections(told), ({ kind }) => kind)];
  const panel = (title: string, measure: string) => ({
    title,
    lines: kinds.map(([label, own]) => ({ label, points: medianPoints(own, measure) })),
  });
  return linesPlot({
    name: "references",
    alt: "Captured energy and accuracy against the number of references, one line per way to choose them",
    caption: "Which references, and how many: all directions of each set.",
    title: "The reference set",
    subtitle: ["Medians over seeds; bars: interval."],
    x: (xs) => decadeScale(xs, tick),
    y: (ys) => shareScale([...ys, largest(ys) + 0.01]),
    xTitle: "|R|",
    yTitle: "share",
    panels: [
      panel("captured energy of held-out gradients", "capturedEnergy"),
      panel("accuracy on unseen examples", "testAccuracy"),
    ],
    columns: 2,
    width: 270,
    room: 90,
  });
}

function monitorPlot(told: Told<Params>) {
  const points = monitored(told)
    .map((pair) => ({ x: pair.said, y: pair.true }))
    .filter(({ x, y }) => x > 0 && y > 0);
  if (points.length === 0) return undefined;
  const scale = decadeScale(
    points.flatMap(({ x, y }) => [x, y]),
    tick,
  );
  return linesPlot({
    name: "monitor",
    alt: "Error of the linear model on unseen examples against the monitor's look at 32 training examples, one point per epoch",
    caption: "Can the monitor be believed? On the line, it says exactly what is true of unseen examples.",
    title: "The monitor against the truth",
    subtitle: ["‖f(θ + U c) − F‖/‖F − f₀‖, every epoch of every seed, nothing renewed."],
    x: scale,
    y: scale,
    xTitle: "on 32 training examples",
    yTitle: "on all unseen examples",
    panels: [
      {
        title: null,
        lines: [
          { label: "", points, joined: false },
          { label: "equal", points: scale.domain.map((value) => ({ x: value, y: value })) },
        ],
      },
    ],
  });
}
