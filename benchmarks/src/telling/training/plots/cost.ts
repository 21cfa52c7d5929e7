// Time of one iteration against width, both axes logarithmic: a straight line is a power law, its slope the exponent.

import type { Result } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { type Line, type Mark, type Panel, type Panels, panelsSpec } from "../../../page/plots/panels.ts";
import { decadeScale, type Scale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { timeTick } from "../../../page/plots/ticks.ts";
import { fastestSeries, fitOf, last, type Series, seriesOf } from "../../series.ts";

function scales(series: readonly Series[]): { x: Scale; y: Scale } {
  const cells = series.flatMap((one) => one.cells);
  return {
    x: widthScale(cells.map((cell) => cell.width)),
    y: decadeScale(
      cells.flatMap(({ timing }) => [timing.lo, timing.hi]),
      timeTick,
    ),
  };
}

function lineOf(result: Result, series: Series, name: string): Line {
  const fit = fitOf(result, series);
  const label = fit ? `${name}  ${fit.exponent.value.toFixed(2)}` : name;
  const line = {
    label,
    colour: backendColour(series.backend),
    look: algorithmLook(series.algorithm),
    points: series.cells.map(({ width, timing }) => ({
      x: width,
      y: timing.median,
      lo: timing.lo,
      hi: timing.hi,
    })),
  };
  if (!fit) return line;
  // through the median of the points, as Theil and Sen do
  const inRange = series.cells.filter((cell) => fit.widths.includes(cell.width));
  const offsets = inRange
    .map(({ width, timing }) => Math.log(timing.median) - fit.exponent.value * Math.log(width))
    .sort((a, b) => a - b);
  const middle = offsets[offsets.length >> 1];
  const ends = inRange.length === 0 ? [] : [inRange[0].width, inRange[inRange.length - 1].width];
  return { ...line, fit: ends.map((x) => ({ x, y: Math.exp(middle + fit.exponent.value * Math.log(x)) })) };
}

/** Crossings of two series that are both shown, at the height of the faster one there. */
function crossings(result: Result, shown: readonly Series[]): Mark[] {
  const find = (side: { algorithm: string; backend: string }, n: number) =>
    shown.find((s) => s.algorithm === side.algorithm && s.backend === side.backend && s.n === n);
  return result.crossovers.flatMap(({ faster, slower, n, width, status }) => {
    const series = find(faster, n);
    if (status !== "crossed" || width === null || !series || !find(slower, n)) return [];
    const y = timeAt(series, width);
    return y === undefined ? [] : [{ x: width, y }];
  });
}

/** Log-linear interpolation between measured widths. */
function timeAt({ cells }: Series, width: number): number | undefined {
  const k = cells.findIndex((cell, i) => i > 0 && cell.width >= width && cells[i - 1].width <= width);
  if (k < 1) return undefined;
  const [a, b] = [cells[k - 1], cells[k]];
  const share = Math.log(width / a.width) / Math.log(b.width / a.width);
  return a.timing.median * (b.timing.median / a.timing.median) ** share;
}

const reading = [
  "Bars: 95 % interval of the median. Pale: fitted power law; the number at a line is its exponent.",
  "Ring: two lines of the panel cross.",
];

/** The main plot: one line an algorithm. */
export function bestCostSpec(result: Result, n: number): object {
  const series = fastestSeries(result, n);
  const spec: Panels = {
    title: `One training iteration as the network widens, n = ${n}`,
    subtitle: ["Each algorithm on its fastest backend.", ...reading],
    ...scales(series),
    xTitle: "width m (neurons)",
    yTitle: "time per iteration",
    panels: [
      {
        title: null,
        lines: series.map((one) => lineOf(result, one, `${one.algorithm} · ${one.backend}`)),
        marks: crossings(result, series),
      },
    ],
    columns: 1,
    width: 540,
    height: 360,
    room: 160,
  };
  return panelsSpec(spec);
}

/** Small multiples: a panel for every algorithm or for every backend. */
export function costSpec(result: Result, n: number, by: "algorithm" | "backend"): object {
  const all = seriesOf(result).filter((series) => series.n === n);
  const other = by === "algorithm" ? "backend" : "algorithm";
  const names = distinct(all.map((series) => series[by]));
  const panels = names.map((name): Panel => {
    const own = all.filter((series) => series[by] === name);
    return {
      title: name,
      lines: own.map((series) => lineOf(result, series, series[other])),
      marks: crossings(result, own),
    };
  });
  return panelsSpec({
    title: `Time of one iteration, a panel for every ${by}, n = ${n}`,
    subtitle: reading,
    ...scales(all),
    xTitle: "width m (neurons)",
    yTitle: "time per iteration",
    panels: panels.sort((a, b) => panelTime(all, by, b) - panelTime(all, by, a)),
    columns: 2,
    width: 240,
    height: 210,
    room: 92,
  });
}

/** Order of panels: the fastest time at the largest width, slowest panel first. */
function panelTime(all: readonly Series[], by: "algorithm" | "backend", { title }: Panel): number {
  const own = all.filter((series) => series[by] === title);
  const end = last(own[own.length - 1]);
  return end.timing.median / end.width;
}
