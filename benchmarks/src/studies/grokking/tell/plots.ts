// Steps until known against α, and accuracy on unseen pairs during training: a panel per τ.
import { distinct } from "../../../page/lists.ts";
import { intervalAt, linesPlot } from "../../../page/plots/lines-plot.ts";
import { ysOf } from "../../../page/plots/panels.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { listOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printedSteps } from "./printed.ts";
import { rowsOf, stepsOf } from "./rows.ts";

const whole = (value: number) => String(Number(value.toPrecision(3)));
const decades = (values: readonly number[]) => decadeScale(values, whole);
const sizes = { columns: 2, width: 300, height: 240 };

export const plots = (told: Told<Params>) => [stepsPlot(told), curvesPlot(told)];

/** Fig. 12(b) as lines. */
function stepsPlot(told: Told<Params>) {
  const panels = rowsOf(told).flatMap(({ tau, points }) => {
    const here = points.flatMap((point) => {
      const steps = stepsOf(point);
      return steps === undefined ? [] : [intervalAt(point.alpha, steps)];
    });
    const paper = points.flatMap(({ alpha }) => {
      const steps = printedSteps(tau, alpha);
      return steps === undefined ? [] : [{ x: alpha, y: steps }];
    });
    if (here.length === 0) return [];
    const lines = [
      { label: "here", points: here },
      ...(paper.length > 0 ? [{ label: "paper", points: paper }] : []),
    ];
    return [{ title: `τ = ${tau}`, lines }];
  });
  return linesPlot({
    name: "grokking-steps",
    alt: "Steps until the unseen pairs are known against the relative scale α, a panel for every overall scale τ",
    caption:
      "Fig. 12(b): steps until 99 % of the unseen pairs are known; bars from the least to the most seed.",
    title: "Grokking sooner with smaller embeddings",
    subtitle: ["Large α: embeddings start small, upstream. The paper's settings are not all known."],
    x: decades,
    // of the medians alone
    y: decades(ysOf(panels)),
    xTitle: "relative scale α",
    yTitle: "steps",
    panels,
    ...sizes,
    room: 60,
  });
}

/** Fig. 6(d). */
function curvesPlot(told: Told<Params>) {
  const rows = rowsOf(told);
  const alphas = distinct(rows.flatMap(({ points }) => points.map(({ alpha }) => alpha)));
  return linesPlot({
    name: "grokking-curves",
    alt: "Share of unseen pairs answered rightly against steps, a line for every relative scale α and a panel for every τ",
    caption: "Fig. 6(d): accuracy on unseen pairs during training.",
    title: "When the unseen pairs become known",
    subtitle: ["One seed; each run ends when it knows them."],
    x: decades,
    // all lines end at 1: their names need room above
    y: { ...linearScale(0, 1), domain: [0, 1.35] },
    xTitle: "steps",
    yTitle: "unseen pairs answered rightly",
    panels: rows.map(({ tau, points }) => ({
      title: `τ = ${tau}, seed 1`,
      lines: points.map(({ alpha, cells: [cell] }) => {
        const accuracy = listOf(cell, "unseenAccuracy");
        return {
          label: `α = ${alpha}`,
          ...seriesLook(alphas.indexOf(alpha)),
          points: listOf(cell, "steps").map((x, i) => ({ x, y: accuracy[i] })),
          path: true,
        };
      }),
    })),
    ...sizes,
    room: 80,
  });
}
