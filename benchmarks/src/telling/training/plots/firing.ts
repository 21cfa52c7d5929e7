// Firing fraction, measured against the upper tail of the normal law at the shift b.

import type { Result } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { type Line, type Point, panelsSpec } from "../../../page/plots/panels.ts";
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

function measuredLine(label: string, index: number, points: Point[]): Line {
  return { label, ...seriesLook(index), points, joined: false };
}

/** Two panels: the fraction itself, and measured over theory. */
export function firingSpec(result: Result): object | undefined {
  const ns = distinct(result.cells.map((cell) => cell.n));
  const groups = ns
    .map((n) => ({ n, values: firingOf(result, n) }))
    .filter(({ values }) => values.length > 0);
  const all = groups.flatMap(({ values }) => values);
  if (all.length === 0) return undefined;
  const theories = new Map(all.map(({ width, theory }) => [width, theory]));
  const widths = distinct(theories.keys());
  const name = (n: number) => (groups.length > 1 ? `n = ${n}` : "");
  const theory = widths.map((width) => ({ x: width, y: theories.get(width)! }));
  const ratios = all.map(({ fraction, theory: expected }) => fraction / expected);
  const spread = Math.max(0.02, ...ratios.map((ratio) => Math.abs(ratio - 1)));
  return panelsSpec({
    title: "Share of (input, neuron) pairs that fire",
    subtitle: [
      `Points: counted while the answers were checked, n = ${groups.map(({ n }) => n).join(", ")}. Pale line: theory, P(N(0,1) > b).`,
    ],
    x: widthScale(widths),
    y: decadeScale(
      all.flatMap(({ fraction, theory: expected }) => [fraction, expected]),
      percentTick,
    ),
    xTitle: "width m (neurons)",
    yTitle: "firing fraction",
    panels: [
      {
        title: "firing fraction",
        lines: [
          { label: "", colour: softInk, look: { shape: "circle", dash: [5, 3] }, points: [], fit: theory },
          ...groups.map(({ values }, i) =>
            measuredLine(
              "",
              i,
              values.map((value) => ({ x: value.width, y: value.fraction })),
            ),
          ),
        ],
      },
      {
        title: "measured / theory",
        y: linearScale(1 - spread, 1 + spread, (value) => trimmed(significant(value, 4))),
        yTitle: "",
        rules: [1],
        lines: groups.map(({ n, values }, i) =>
          measuredLine(
            name(n),
            i,
            values.map((value) => ({ x: value.width, y: value.fraction / value.theory })),
          ),
        ),
      },
    ],
    columns: 2,
    width: 270,
    height: 210,
    room: groups.length > 1 ? 60 : 20,
  });
}
