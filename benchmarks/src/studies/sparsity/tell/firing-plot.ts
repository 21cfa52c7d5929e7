// How many neurons fire at the start against the width and the shift, beside the exact law and its local exponent.
import { normalTail } from "@widthwise/core";
import { largest, smallest } from "@widthwise/measure";
import { type LinesPanel, linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Point } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick } from "../../../page/plots/ticks.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { cOf, localExponent } from "./law.ts";
import { firedAtStart, type Series, seriesBy, type Trace } from "./traces.ts";

/** Points on the pale line of a law. */
const onLaw = (
  { label, rows }: Series,
  place: number,
  points: Point[],
  law: (row: Trace) => number,
): Named & { fit: Point[] } => ({
  label,
  ...seriesLook(place),
  points,
  joined: false,
  fit: rows.map((row) => ({ x: row.width, y: law(row) })),
});

export function firingPlot(told: Told<Params>): Plot | undefined {
  const { base } = told.params;
  const series = seriesBy(told, "shift");
  const shares = series
    .map((own, k) =>
      onLaw(
        own,
        k,
        own.rows
          .filter(({ firing }) => firing[0] > 0)
          .map(({ width, firing }) => ({ x: width, y: firing[0] })),
        ({ b }) => normalTail(b),
      ),
    )
    .filter(({ points }) => points.length > 0);
  return linesPlot({
    name: "firing",
    alt: "Firing fraction against width for every shift, and the local exponent of the number of fired neurons",
    caption: "How sparse the Jacobian is at the start, and how the count of fired neurons grows.",
    title: `Sparsity at initialisation, ${base.dataset}, n = ${base.n}`,
    subtitle: [
      "Points: counted. Pale lines: exact law, P(N(0,1) > b) and its local exponent 1 − c·h(b)/(2b).",
    ],
    x: widthScale,
    y: decadeScale(
      shares.flatMap(({ points }) => points.map(({ y }) => y)),
      percentTick,
    ),
    xTitle: "width m (neurons)",
    yTitle: "share of pairs",
    panels: [{ title: "(input, neuron) pairs that fire", lines: shares }, ...exponentPanel(series)],
    columns: 2,
    width: 260,
    height: 220,
    room: 78,
  });
}

/** None where no shift grows with the width, or all have too few widths. */
function exponentPanel(series: readonly Series[]): LinesPanel[] {
  const bent = series.map((own, k) => ({ own, k })).filter(({ own }) => (cOf(own.label) ?? 0) > 0);
  const lines = bent.map(({ own, k }) =>
    onLaw(own, k, localExponents(own.rows), ({ b }) => localExponent(own.label, b)),
  );
  if (lines.every(({ points }) => points.length === 0)) return [];
  const bounds = bent.map(({ own }) => 1 - (cOf(own.label) ?? 0) / 2);
  const heights = [...lines.flatMap(({ points, fit }) => [...points, ...fit].map(({ y }) => y)), ...bounds];
  return [
    {
      title: "local exponent of fired neurons (dashed: bound 1 − c/2)",
      lines,
      rules: bounds,
      y: linearScale(smallest(heights) - 0.01, largest(heights) + 0.01),
      yTitle: "exponent in m",
    },
  ];
}

/** Over two octaves where widths double: the counts of narrow networks scatter. */
const localExponents = (rows: readonly Trace[]): Point[] =>
  rows.slice(2).map((row, k) => ({
    x: Math.sqrt(row.width * rows[k].width),
    y: Math.log(firedAtStart(row) / firedAtStart(rows[k])) / Math.log(row.width / rows[k].width),
  }));
