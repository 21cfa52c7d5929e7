// Residual, fired pairs and flips by Gauss–Newton step, at a few widths.
import { largest } from "@widthwise/measure";
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { tolerance as toleranceLabel, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { around, type Trace } from "./traces.ts";

export function trainingPlot(told: Told<Params>): Plot | undefined {
  const all = around(told);
  if (all.length === 0) return undefined;
  const { base, tolerance } = told.params;
  const picked = [...new Set([0, 1, 2, 3].map((k) => all[Math.round((k * (all.length - 1)) / 3)]))];
  const linesOf = (values: (row: Trace) => readonly number[], firstStep: number): Named[] =>
    picked.map((row) => ({
      label: `m = ${widthLabel(row.width)}`,
      points: values(row).map((y, k) => ({ x: k + firstStep, y })),
    }));
  const residuals = linesOf((row) => row.residuals, 0);
  const firing = linesOf(({ firing: own }) => own.map((value) => value / own[0]), 0);
  const flips = linesOf((row) => row.flips, 1);
  const shareScale = (lines: readonly Named[]) =>
    linearScale(0, Math.max(0.01, largest(heightsOf(lines))), percentTick);
  const steps = Math.max(1, largest(picked.map((row) => row.residuals.length - 1)));
  const ticks = wholes(steps);
  return linesPlot({
    name: "training",
    alt: "Residual, fired pairs and flipped pairs by Gauss–Newton step, one line per width",
    caption: "Along training: the loss falls, some neurons fall silent, and the flips of a step die out.",
    title: `Along training, ${base.dataset}, n = ${base.n}, ${base.shift}`,
    subtitle: [`Gauss–Newton to ‖f−y‖ < ${toleranceLabel(tolerance)}; step 0 is the start.`],
    x: { ...linearScale(0, steps, String), ticks, labels: ticks.map(String) },
    y: shareScale(firing),
    xTitle: "step",
    yTitle: "",
    panels: [
      {
        title: "‖f−y‖",
        lines: residuals,
        y: decadeScale(heightsOf(residuals), powerTick),
        yTitle: "",
      },
      { title: "pairs that fire, against the start", lines: firing },
      {
        title: "pairs that flip in the step, against those that fired",
        lines: flips,
        y: shareScale(flips),
        yTitle: "",
      },
    ],
    columns: 2,
    width: 260,
    height: 220,
    room: 78,
  });
}

const heightsOf = (lines: readonly Named[]) => lines.flatMap(({ points }) => points.map(({ y }) => y));

const wholes = (most: number) => {
  const step = Math.max(1, Math.ceil(most / 8));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => k * step);
};
