// What the report says of the largest of m normal numbers: loaded when a report is made.
import { intervalAt, linesPlot } from "../../benchmarks/src/page/plots/lines-plot.ts";
import { linearScale, widthScale } from "../../benchmarks/src/page/plots/scales.ts";
import { section } from "../../benchmarks/src/page/section.ts";
import { significant, widthLabel } from "../../benchmarks/src/page/units.ts";
import { medianOf } from "../../benchmarks/src/telling/seeds.ts";
import { type StudyResult, tellStudy } from "../../benchmarks/src/telling/tell-study.ts";
import { lawOf, paramsSchema } from "./measure.ts";

/** One row per width: the seeds' median with its interval. */
const rowsOf = ({ cells }: StudyResult) =>
  [...Map.groupBy(cells, ({ width }) => width)].map(([width, own]) => ({
    width,
    largest: medianOf({ cells: own }, "largest")!,
  }));

export const tell = tellStudy(paramsSchema, {
  sections: ({ result }) => [
    section({
      heading: "The largest of m",
      rows: rowsOf(result),
      columns: [
        ["m>", ({ width }) => widthLabel(width)],
        ["largest, median over seeds>", ({ largest }) => significant(largest.value, 3)],
        ["√(2 ln m)>", ({ width }) => significant(lawOf(width), 3)],
      ],
    }),
  ],
  plots: ({ result }) => [
    linesPlot({
      ...{ name: "largest", alt: "The largest of m normal numbers against m", caption: "It grows slowly." },
      ...{ title: "The largest of m normal numbers", subtitle: ["Medians over seeds; bars: interval."] },
      ...{ x: widthScale, xTitle: "m", y: linearScale(2, 5), yTitle: "largest" },
      panels: [
        {
          title: null,
          lines: [{ label: "", points: rowsOf(result).map((r) => intervalAt(r.width, r.largest)) }],
        },
      ],
    }),
  ],
});
