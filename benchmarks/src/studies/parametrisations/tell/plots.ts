import { type Line, panelsSpec, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { listAt, meanAt, paramsOf } from "./rows.ts";

const colours = ["#a6611a", "#1f7f79", "#555b66"];
const short = (value: number) => significant(value, 2).replace("-", "−");

export function plots(result: StudyResult): Plot[] {
  const { widths } = paramsOf(result);
  return widths.length > 1 ? [regimePlot(result), spreadPlot(result)] : [];
}

function regimePlot(result: StudyResult): Plot {
  const { parametrisations, widths } = paramsOf(result);
  const lines = (sizes: "drawn" | "equal"): Line[] =>
    parametrisations.map((parametrisation, k) => ({
      label: parametrisation,
      colour: colours[k % colours.length],
      look: { shape: "circle", dash: [] },
      points: widths
        .map((width) => ({
          x: width,
          y: meanAt(result, { parametrisation, sizes, width }, "kernelDistance"),
        }))
        .filter(({ y }) => y > 0),
    }));
  const panels = [
    { title: "as drawn", lines: lines("drawn") },
    { title: "every neuron of the same sizes", lines: lines("equal") },
  ];
  const ys = ysOf(panels);
  return {
    name: "regimes",
    alt: "Kernel distance after training against the width, a line for every parametrisation",
    caption: "Kernel distance from the start after training, mean over seeds.",
    spec: panelsSpec({
      title: "Which parametrisation is lazy",
      subtitle: ["Kernel distance S after training against the width."],
      x: widthScale(widths),
      y: decadeScale(ys.length > 0 ? ys : [1], short),
      xTitle: "width m",
      yTitle: "kernel distance S",
      panels,
      columns: 2,
      width: 300,
      height: 230,
      room: 110,
    }),
  };
}

function spreadPlot(result: StudyResult): Plot {
  const { parametrisations, widths } = paramsOf(result);
  const names = ["5 %", "25 %", "median", "75 %", "95 %"];
  const panels = parametrisations.map((parametrisation, k) => ({
    title: parametrisation,
    lines: names.map((label, q) => ({
      label,
      colour: colours[k % colours.length],
      look: { shape: "circle", dash: q === 2 ? [] : [4, 3] },
      points: widths
        .map((width) => ({
          x: width,
          y: listAt(result, { parametrisation, sizes: "drawn", width }, "quantiles")[q],
        }))
        .filter(({ y }) => Number.isFinite(y)),
    })),
  }));
  return {
    name: "spread",
    alt: "Quantiles of the relative imbalance over the neurons against the width",
    caption: "Quantiles of δ/κ over the neurons, mean over seeds.",
    spec: panelsSpec({
      title: "How δ is distributed over neurons",
      subtitle: ["−1 is downstream, 0 balanced, 1 upstream."],
      x: widthScale(widths),
      y: linearScale(-1, 1, short),
      xTitle: "width m",
      yTitle: "δ/κ",
      panels,
      columns: 3,
      width: 190,
      height: 200,
      room: 60,
    }),
  };
}
