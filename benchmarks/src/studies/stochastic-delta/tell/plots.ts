// The drift against the rate, and the mean imbalance over time: a panel per label noise and start, a line per batch.
import { largest, smallest } from "@widthwise/measure";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Line } from "../../../page/plots/panels.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { signed } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { curveAt, driftByRate } from "./rows.ts";

const colours = ["#a6611a", "#c08a3e", "#4c9f98", "#1f7f79", "#555b66"];
const short = (value: number) => signed(value, 2);

export const plots = (told: Told<Params>) => [driftPlot(told), pathPlot(told)];

type Start = Readonly<Record<"delta" | "noise" | "batch", number>>;

/** A panel for every label noise and δ at the start, a line for every batch. */
function panelsOf({ params }: Told<Params>, pointsOf: (start: Start) => Line["points"], look = {}) {
  const { noises, deltas, batches, n } = params;
  return noises.flatMap((noise) =>
    deltas.map((delta) => ({
      title: `δ = ${short(delta)}, label noise ${noise}`,
      lines: batches.map((batch, k) => ({
        label: batch === n ? "all" : `B = ${batch}`,
        colour: colours[k % colours.length],
        look: { shape: "circle", dash: [] },
        points: pointsOf({ delta, noise, batch }).filter(({ y }) => Number.isFinite(y)),
        ...look,
      })),
    })),
  );
}

const sizesOf = ({ params }: Told<Params>) => ({
  columns: params.deltas.length,
  width: 190,
  height: 170,
  room: 50,
});

function driftPlot(told: Told<Params>) {
  return linesPlot({
    name: "drift",
    alt: "Drift of the imbalance δ against the learning rate, a line for every batch size",
    caption: `Root mean square drift of δ over a time ε·steps = ${told.params.time}.`,
    title: "Stochastic gradient descent moves the imbalance, to second order",
    subtitle: ["Drift of δ against the learning rate ε; slope 1 is what one sign of the drift gives."],
    x: decadeScale(told.params.rates, short),
    y: (ys) => decadeScale(ys, short),
    xTitle: "learning rate ε",
    yTitle: "drift of δ",
    panels: panelsOf(told, (start) => driftByRate(told, start)),
    ...sizesOf(told),
  });
}

function pathPlot(told: Told<Params>) {
  const { rates, time } = told.params;
  const rate = largest(rates);
  const meanDeltas = (start: Start) => {
    const times = curveAt(told, { ...start, rate }, "times");
    return curveAt(told, { ...start, rate }, "meanDeltas").map((y, k) => ({ x: times[k], y }));
  };
  return linesPlot({
    name: "mean-imbalance",
    alt: "Mean imbalance over time, a line for every batch size",
    caption: `Mean δ over neurons and seeds at ε = ${rate}.`,
    title: "Where the imbalance drifts",
    subtitle: [`Mean δ over time at the largest rate, ε = ${rate}.`],
    x: linearScale(0, time, short),
    y: (ys) => linearScale(Math.min(0, smallest(ys)), Math.max(0, largest(ys)), short),
    xTitle: "time ε·steps",
    yTitle: "mean δ",
    panels: panelsOf(told, meanDeltas, { path: true }),
    ...sizesOf(told),
  });
}
