// Kernel distance after training, and quantiles of the relative imbalance, against the width.
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { signed } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { type Params, QUANTILES, type SIZES } from "../params.ts";
import { listAt, meanAt } from "./rows.ts";

const colours = ["#a6611a", "#1f7f79", "#555b66"];
const lookOf = (k: number, dash: readonly number[] = []) => ({
  colour: colours[k % colours.length],
  look: { shape: "circle", dash },
});
const short = (value: number) => signed(value, 2);

export const plots = (told: Told<Params>) =>
  told.params.widths.length > 1 ? [regimePlot(told), spreadPlot(told)] : [];

function regimePlot(told: Told<Params>) {
  const { parametrisations, widths } = told.params;
  const panel = (title: string, sizes: (typeof SIZES)[number]) => ({
    title,
    lines: parametrisations.map((parametrisation, k) => ({
      label: parametrisation,
      ...lookOf(k),
      points: widths
        .map((width) => ({ x: width, y: meanAt(told, { parametrisation, width, sizes }, "kernelDistance") }))
        .filter(({ y }) => y > 0),
    })),
  });
  return linesPlot({
    name: "regimes",
    alt: "Kernel distance after training against the width, a line for every parametrisation",
    caption: "Kernel distance from the start after training, mean over seeds.",
    title: "Which parametrisation is lazy",
    subtitle: ["Kernel distance S after training against the width."],
    x: widthScale(widths),
    y: (ys) => decadeScale(ys, short),
    xTitle: "width m",
    yTitle: "kernel distance S",
    panels: [panel("as drawn", "drawn"), panel("every neuron of the same sizes", "equal")],
    columns: 2,
    width: 300,
    height: 230,
    room: 110,
  });
}

function spreadPlot(told: Told<Params>) {
  const { parametrisations, widths } = told.params;
  return linesPlot({
    name: "spread",
    alt: "Quantiles of the relative imbalance over the neurons against the width",
    caption: "Quantiles of δ/κ over the neurons, mean over seeds.",
    title: "How δ is distributed over neurons",
    subtitle: ["−1 is downstream, 0 balanced, 1 upstream."],
    x: widthScale(widths),
    y: linearScale(-1, 1, short),
    xTitle: "width m",
    yTitle: "δ/κ",
    panels: parametrisations.map((parametrisation, k) => ({
      title: parametrisation,
      lines: QUANTILES.map(([label], q) => ({
        label,
        ...lookOf(k, label === "median" ? [] : [4, 3]),
        points: widths.flatMap((width) => {
          const y: number | undefined = listAt(told, { parametrisation, width }, "quantiles")[q];
          return y === undefined ? [] : [{ x: width, y }];
        }),
      })),
    })),
    columns: 3,
    width: 190,
    height: 200,
    room: 60,
  });
}
