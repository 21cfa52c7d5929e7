// Time of one iteration against width, both axes logarithmic: a straight line is a power law, its slope the exponent.
import type { Result, TimedCell } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { intervalAt, type LinesPlot, linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Mark, Point } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { timeTick } from "../../../page/plots/ticks.ts";
import { fastestSeries, fitOf, last, type Series, seriesOf } from "../../rounds/series.ts";

const axes: Pick<LinesPlot, "x" | "y" | "xTitle" | "yTitle"> = {
  x: widthScale,
  y: (times) => decadeScale(times, timeTick),
  xTitle: "width m (neurons)",
  yTitle: "time per iteration",
};
const reading = [
  "Bars: 95 % interval of the median. Pale: fitted power law; the number at a line is its exponent.",
  "Ring: two lines of the panel cross.",
];

/** The main plot: one line per algorithm. */
export function bestCostPlot(result: Result, n: number): Plot | undefined {
  const series = fastestSeries(result, n);
  return linesPlot({
    ...axes,
    name: "cost",
    alt: `Log-log plot of the time of one iteration against width, one line per algorithm, n = ${n}`,
    caption: "Every algorithm on the backend that is fastest for it at its largest width.",
    title: `One training iteration as the network widens, n = ${n}`,
    subtitle: ["Each algorithm on its fastest backend.", ...reading],
    panels: [
      {
        title: null,
        lines: series.map((one) => lineOf(result, one, `${one.algorithm} · ${one.backend}`)),
        marks: crossings(result, series),
      },
    ],
    width: 540,
    height: 360,
    room: 160,
  });
}

const words = {
  algorithm: {
    other: "backend",
    caption: "Which backend for this algorithm? A panel for every algorithm.",
  },
  backend: {
    other: "algorithm",
    caption: "Which algorithm on this backend? A panel for every backend.",
  },
} as const;

/** Small multiples: a panel for every algorithm or for every backend, slowest first at its largest width. */
export function costPlot(result: Result, n: number, by: "algorithm" | "backend"): Plot | undefined {
  const all = seriesOf(result).filter((series) => series.n === n);
  const { other, caption } = words[by];
  const panels = distinct(all.map((series) => series[by])).map((title) => {
    const own = all.filter((series) => series[by] === title);
    const end = last(own[own.length - 1]);
    return {
      title,
      lines: own.map((series) => lineOf(result, series, series[other])),
      marks: crossings(result, own),
      timePerNeuron: end.timing.median / end.width,
    };
  });
  return linesPlot({
    ...axes,
    name: `cost-by-${by}`,
    alt: `Time of one iteration against width, a panel for every ${by}, a line for every ${other}, n = ${n}`,
    caption,
    title: `Time of one iteration, a panel for every ${by}, n = ${n}`,
    subtitle: reading,
    panels: panels.sort((a, b) => b.timePerNeuron - a.timePerNeuron),
    columns: 2,
    width: 240,
    height: 210,
    room: 92,
  });
}

/** The exponent stands at the end of a line that has one, on its pale power law. */
function lineOf(result: Result, series: Series, name: string): Named {
  const exponent = fitOf(result, series)?.exponent.value;
  return {
    label: exponent === undefined ? name : `${name}  ${exponent.toFixed(2)}`,
    colour: backendColour(series.backend),
    look: algorithmLook(series.algorithm),
    points: series.cells.map(({ width, timing }) => intervalAt(width, { ...timing, value: timing.median })),
    ...(exponent === undefined ? {} : { fit: powerLaw(result, series, exponent) }),
  };
}

/** Through the median of the points, as Theil and Sen do. */
function powerLaw(result: Result, series: Series, exponent: number): Point[] {
  const fitted = fitOf(result, series)?.widths ?? [];
  const cells = series.cells.filter((cell) => fitted.includes(cell.width));
  const offset = ({ width, timing }: TimedCell) => Math.log(timing.median) - exponent * Math.log(width);
  const middle = cells.map(offset).sort((a, b) => a - b)[cells.length >> 1];
  const ends = cells.length === 0 ? [] : [cells[0].width, cells[cells.length - 1].width];
  return ends.map((x) => ({ x, y: Math.exp(middle + exponent * Math.log(x)) }));
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
