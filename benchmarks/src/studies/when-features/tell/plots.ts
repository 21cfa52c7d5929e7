// Accuracy in the end and at τ, and how far the kernel had moved, against τ: a row per task and optimiser.
import { largest } from "@widthwise/measure";
import { type LinesPanel, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale, shareScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { powerTick, tick } from "../../../page/plots/ticks.ts";
import { medianPoints, type Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { accuracyAtTau, type OptimiserRuns, runsOf } from "./rows.ts";

export function plots(told: Told<Params>) {
  const { steps } = told.params;
  return [
    linesPlot({
      name: "linearised-after",
      alt: "Accuracy when the network is linearised after τ ordinary steps, beside its accuracy at τ, and how far the kernel had moved by then",
      caption:
        "Is all feature learning early? What the features of step τ are good for, against what the network can do at τ.",
      title: `Linearised once after τ ordinary steps, ${steps} steps in all`,
      subtitle: ["Median over seeds, bars their interval. Leftmost: τ = 0, the tangent kernel of the start."],
      x: decadeScale([1, steps + 1], powerTick),
      xTitle: "τ + 1 (steps)",
      yTitle: "",
      panels: runsOf(told).flatMap((runs) => [accuracyPanel(runs), kernelPanel(runs)]),
      columns: 2,
      width: 300,
      height: 220,
      room: 80,
    }),
  ];
}

const afterTau = ({ at }: Runs) => at + 1;

const accuracyPanel = ({ title, after }: OptimiserRuns): LinesPanel => ({
  title,
  lines: [
    { label: "in the end", points: medianPoints(after, "accuracy", afterTau) },
    {
      label: "at τ",
      colour: softInk,
      look: { shape: "circle", dash: [4, 3] },
      points: after.flatMap((one) => {
        const y = accuracyAtTau(one);
        return y === undefined ? [] : [{ x: afterTau(one), y }];
      }),
    },
  ],
  y: shareScale,
  yTitle: "accuracy",
});

const kernelPanel = ({ title, after }: OptimiserRuns): LinesPanel => ({
  title,
  lines: [
    {
      label: "",
      ...seriesLook(1),
      points: medianPoints(after, "kernelDistance", afterTau).map(({ x, y }) => ({ x, y: Math.max(0, y) })),
    },
  ],
  y: (ys) => linearScale(0, Math.max(0.01, largest(ys)), tick),
  yTitle: "kernel distance at τ",
});
