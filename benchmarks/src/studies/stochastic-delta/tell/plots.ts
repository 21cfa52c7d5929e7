import { type Line, panelsSpec, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { curveAt, driftByRate, paramsOf } from "./rows.ts";

const colours = ["#a6611a", "#c08a3e", "#4c9f98", "#1f7f79", "#555b66"];
const short = (value: number) => significant(value, 2).replace("-", "−");

export function plots(result: StudyResult): Plot[] {
  return [driftPlot(result), pathPlot(result)];
}

function batchLines(result: StudyResult, points: (batch: number) => Line["points"]): Line[] {
  const { batches, n } = paramsOf(result);
  return batches.map((batch, k) => ({
    label: batch === n ? "all" : `B = ${batch}`,
    colour: colours[k % colours.length],
    look: { shape: "circle", dash: [] },
    points: points(batch).filter(({ y }) => Number.isFinite(y)),
  }));
}

function driftPlot(result: StudyResult): Plot {
  const { noises, rates, deltas, time } = paramsOf(result);
  const panels = noises.flatMap((noise) =>
    deltas.map((delta) => ({
      title: `δ = ${short(delta)}, label noise ${noise}`,
      lines: batchLines(result, (batch) => driftByRate(result, { delta, noise, batch })),
    })),
  );
  const ys = ysOf(panels);
  return {
    name: "drift",
    alt: "Drift of the imbalance δ against the learning rate, a line for every batch size",
    caption: `Root mean square drift of δ over a time ε·steps = ${time}.`,
    spec: panelsSpec({
      title: "Stochastic gradient descent moves the imbalance, to second order",
      subtitle: ["Drift of δ against the learning rate ε; slope 1 is what one sign of the drift gives."],
      x: decadeScale(rates, short),
      y: decadeScale(ys.length > 0 ? ys : [1], short),
      xTitle: "learning rate ε",
      yTitle: "drift of δ",
      panels,
      columns: deltas.length,
      width: 190,
      height: 170,
      room: 50,
    }),
  };
}

function pathPlot(result: StudyResult): Plot {
  const { noises, rates, deltas, time } = paramsOf(result);
  const rate = Math.max(...rates);
  const panels = noises.flatMap((noise) =>
    deltas.map((delta) => ({
      title: `δ = ${short(delta)}, label noise ${noise}`,
      lines: batchLines(result, (batch) => {
        const setting = { delta, noise, rate, batch };
        const times = curveAt(result, setting, "times");
        return curveAt(result, setting, "meanDeltas").map((y, k) => ({ x: times[k], y }));
      }).map((line) => ({ ...line, path: true })),
    })),
  );
  const ys = ysOf(panels);
  return {
    name: "mean-imbalance",
    alt: "Mean imbalance over time, a line for every batch size",
    caption: `Mean δ over neurons and seeds at ε = ${rate}.`,
    spec: panelsSpec({
      title: "Where the imbalance drifts",
      subtitle: [`Mean δ over time at the largest rate, ε = ${rate}.`],
      x: linearScale(0, time, short),
      y: linearScale(Math.min(0, ...ys), Math.max(0, ...ys), short),
      xTitle: "time ε·steps",
      yTitle: "mean δ",
      panels,
      columns: deltas.length,
      width: 190,
      height: 170,
      room: 50,
    }),
  };
}
