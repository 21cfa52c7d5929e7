import { mean } from "@widthwise/measure";
import { type Line, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printed, printedSamples } from "./printed.ts";
import { curvesOf, errorOf, paramsOf } from "./rows.ts";

const short = (value: number) => significant(value, 3);

/** Fig. 6(c). */
export function plots(result: StudyResult): Plot[] {
  const curves = curvesOf(result);
  if (curves.length === 0) return [];
  const here = curves.map(
    ({ alpha, points }, k): Line => ({
      label: `α = ${alpha}`,
      ...seriesLook(k),
      points: points.flatMap(({ samples, cells }) => {
        const errors = cells.map(errorOf);
        const y = mean(errors);
        // a logarithmic axis has no 0
        return y > 0
          ? [{ x: samples, y, lo: Math.max(Math.min(...errors), y / 10), hi: Math.max(...errors) }]
          : [];
      }),
    }),
  );
  const paper = curves.flatMap(({ alpha }, k): Line[] => {
    const row = printed.find((one) => one.alpha === alpha);
    if (row === undefined) return [];
    const points = row.errors.map((y, i) => ({ x: printedSamples[i], y }));
    return [{ label: `α = ${alpha}`, ...seriesLook(k), points }];
  });
  const all = [...here, ...paper].flatMap(({ points }) => points);
  return [
    {
      name: "hierarchy-errors",
      alt: "Test error on the random hierarchy model against the number of samples, a line for every relative scale α, here and in the paper",
      caption: "Fig. 6(c): mean test error over seeds; bars from the least to the most seed.",
      spec: panelsSpec({
        title: "Samples that a hierarchy takes",
        subtitle: ["Large α: upstream, small first layer. The rule is the error asked for."],
        x: decadeScale(
          all.map(({ x }) => x),
          short,
        ),
        y: decadeScale(
          all.map(({ y }) => y),
          short,
        ),
        xTitle: "samples",
        yTitle: "test error",
        panels: [
          { title: "here", lines: here, rules: [paramsOf(result).target] },
          { title: "paper", lines: paper, rules: [paramsOf(result).target] },
        ],
        columns: 2,
        width: 320,
        height: 280,
        room: 80,
      }),
    },
  ];
}
