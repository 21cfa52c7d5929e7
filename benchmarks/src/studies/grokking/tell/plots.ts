import { distinct } from "../../../page/lists.ts";
import { type Line, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { listOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printedSteps } from "./printed.ts";
import { rowsOf, spreadOf, stepsOf } from "./rows.ts";

const whole = (value: number) => String(Number(value.toPrecision(3)));

export function plots(result: StudyResult): Plot[] {
  return [stepsPlot(result), curvesPlot(result)].filter((plot) => plot !== undefined);
}

/** Fig. 12(b) as lines. */
function stepsPlot(result: StudyResult): Plot | undefined {
  const panels = rowsOf(result).flatMap(({ tau, points }) => {
    const here = points.flatMap((point) => {
      const steps = stepsOf(point);
      if (steps === null) return [];
      const { value, lo, hi } = spreadOf(steps);
      return [{ x: point.alpha, y: value, lo, hi }];
    });
    const paper = points.flatMap(({ alpha }) => {
      const steps = printedSteps(tau, alpha);
      return steps === undefined ? [] : [{ x: alpha, y: steps }];
    });
    if (here.length === 0) return [];
    const lines: Line[] = [
      { label: "here", ...seriesLook(0), points: here },
      ...(paper.length > 0 ? [{ label: "paper", ...seriesLook(1), points: paper }] : []),
    ];
    return [{ title: `τ = ${tau}`, lines }];
  });
  if (panels.length === 0) return undefined;
  return {
    name: "grokking-steps",
    alt: "Steps until the unseen pairs are known against the relative scale α, a panel for every overall scale τ",
    caption:
      "Fig. 12(b): steps until 99 % of the unseen pairs are known; bars from the least to the most seed.",
    spec: panelsSpec({
      title: "Grokking sooner with smaller embeddings",
      subtitle: ["Large α: embeddings start small, upstream. The paper's settings are not all known."],
      x: decadeScale(xsOf(panels), whole),
      y: decadeScale(ysOf(panels), whole),
      xTitle: "relative scale α",
      yTitle: "steps",
      panels,
      columns: 2,
      width: 300,
      height: 240,
      room: 60,
    }),
  };
}

/** Fig. 6(d). */
function curvesPlot(result: StudyResult): Plot | undefined {
  const rows = rowsOf(result);
  const alphas = distinct(rows.flatMap(({ points }) => points.map(({ alpha }) => alpha)));
  const panels = rows.map(({ tau, points }) => ({
    title: `τ = ${tau}, seed 1`,
    lines: points.map(({ alpha, cells: [cell] }): Line => {
      const accuracy = listOf(cell, "unseenAccuracy");
      return {
        label: `α = ${alpha}`,
        ...seriesLook(alphas.indexOf(alpha)),
        points: listOf(cell, "steps").map((x, i) => ({ x, y: accuracy[i] })),
        path: true,
      };
    }),
  }));
  if (panels.length === 0) return undefined;
  return {
    name: "grokking-curves",
    alt: "Share of unseen pairs answered rightly against steps, a line for every relative scale α and a panel for every τ",
    caption: "Fig. 6(d): accuracy on unseen pairs during training.",
    spec: panelsSpec({
      title: "When the unseen pairs become known",
      subtitle: ["One seed; each run ends when it knows them."],
      x: decadeScale(xsOf(panels), whole),
      // all lines end at 1: their names need room above
      y: { ...linearScale(0, 1), domain: [0, 1.35] },
      xTitle: "steps",
      yTitle: "unseen pairs answered rightly",
      panels,
      columns: 2,
      width: 300,
      height: 240,
      room: 80,
    }),
  };
}
