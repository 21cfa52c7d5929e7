// Firing fraction, measured against the upper tail of the normal law at the shift b.
import { largest, type Result } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, trimmed } from "../../../page/plots/ticks.ts";
import { significant } from "../../../page/units.ts";

interface Firing {
  readonly width: number;
  readonly fraction: number;
  readonly theory: number;
}

/** Distinct values for every n: algorithms that start from the same weights agree, and are drawn once. */
function firingOf(result: Result, n: number): Firing[] {
  const seen = new Map<string, Firing>();
  for (const { n: cellN, width, firing, status } of result.cells)
    if (status === "ok" && firing && cellN === n && firing.fraction > 0)
      seen.set(`${width} ${firing.fraction}`, { width, ...firing });
  return [...seen.values()].sort((a, b) => a.width - b.width || a.fraction - b.fraction);
}

/** Two panels: the fraction itself, and measured over theory. */
export function firingPlot(result: Result): Plot | undefined {
  const groups = distinct(result.cells.map(({ n }) => n))
    .map((n) => ({ n, values: firingOf(result, n) }))
    .filter(({ values }) => values.length > 0);
  const all = groups.flatMap(({ values }) => values);
  const pointsOf = (label: (n: number) => string, y: (value: Firing) => number): Named[] =>
    groups.map(({ n, values }, i) => ({
      label: label(n),
      ...seriesLook(i),
      points: values.map((value) => ({ x: value.width, y: y(value) })),
      joined: false,
    }));
  const theories = new Map(all.map(({ width, theory }) => [width, theory]));
  const law: Named = {
    label: "",
    colour: softInk,
    look: { shape: "circle", dash: [5, 3] },
    points: [],
    fit: distinct(theories.keys()).map((width) => ({ x: width, y: theories.get(width)! })),
  };
  const several = groups.length > 1;
  const spread = Math.max(0.02, largest(all.map(({ fraction, theory }) => Math.abs(fraction / theory - 1))));
  return linesPlot({
    name: "firing",
    alt: "Firing fraction, measured and in theory, against width",
    caption: "A check on the whole set-up: how many neurons fire is known in advance.",
    title: "Share of (input, neuron) pairs that fire",
    subtitle: [
      `Points: counted while the answers were checked, n = ${groups.map(({ n }) => n).join(", ")}. Pale line: theory, P(N(0,1) > b).`,
    ],
    x: widthScale,
    y: decadeScale(
      all.flatMap(({ fraction, theory }) => [fraction, theory]),
      percentTick,
    ),
    xTitle: "width m (neurons)",
    yTitle: "firing fraction",
    panels: [
      {
        title: "firing fraction",
        lines: [
          law,
          ...pointsOf(
            () => "",
            ({ fraction }) => fraction,
          ),
        ],
      },
      {
        title: "measured / theory",
        y: linearScale(1 - spread, 1 + spread, (value) => trimmed(significant(value, 4))),
        yTitle: "",
        rules: [1],
        lines: pointsOf(
          (n) => (several ? `n = ${n}` : ""),
          ({ fraction, theory }) => fraction / theory,
        ),
      },
    ],
    columns: 2,
    width: 270,
    height: 210,
    room: several ? 60 : 20,
  });
}
