// Test error against the number of samples, here and in the paper: Fig. 6(c).
import { largest, mean, smallest } from "@widthwise/measure";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import { ysOf } from "../../../page/plots/panels.ts";
import { decadeScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { significant } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printed, printedSamples } from "./printed.ts";
import { curvesOf, errorOf } from "./rows.ts";

const short = (value: number) => significant(value, 3);

export function plots(told: Told<Params>) {
  const curves = curvesOf(told);
  if (curves.length === 0) return [];
  const here = curves.map(({ alpha, points }) => ({
    label: `α = ${alpha}`,
    points: points.flatMap(({ at, cells }) => {
      const errors = cells.map(errorOf);
      const y = mean(errors);
      // a logarithmic axis has no 0
      return y > 0 ? [{ x: at, y, lo: Math.max(smallest(errors), y / 10), hi: largest(errors) }] : [];
    }),
  }));
  const paper = curves.flatMap(({ alpha }, k) => {
    const row = printed.find((one) => one.alpha === alpha);
    if (row === undefined) return [];
    const points = row.errors.map((y, i) => ({ x: printedSamples[i], y }));
    return [{ label: `α = ${alpha}`, ...seriesLook(k), points }];
  });
  const rules = [told.params.target];
  const panels = [
    { title: "here", lines: here, rules },
    { title: "paper", lines: paper, rules },
  ];
  return [
    linesPlot({
      name: "hierarchy-errors",
      alt: "Test error on the random hierarchy model against the number of samples, a line for every relative scale α, here and in the paper",
      caption: "Fig. 6(c): mean test error over seeds; bars from the least to the most seed.",
      title: "Samples that a hierarchy takes",
      subtitle: ["Large α: upstream, small first layer. The rule is the error asked for."],
      x: (samples) => decadeScale(samples, short),
      // of the means alone
      y: decadeScale(ysOf(panels), short),
      xTitle: "samples",
      yTitle: "test error",
      panels,
      columns: 2,
      width: 320,
      height: 280,
      room: 80,
    }),
  ];
}
