// The table that answers: how fast does the cost grow, and what is gained over the best dense baseline?
import { type Fit, pairedRatio, type Result, scheduleStream } from "@widthwise/measure";
import { type Block, type Text, table } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { sourceOf } from "../../page/source.ts";
import { ratio, slope, slopeInterval, timeInterval, widthLabel, widthRange } from "../../page/units.ts";
import {
  bestDense,
  fastestSeries,
  fitOf,
  isApproximate,
  isDense,
  isFairBaseline,
  last,
  type Series,
  seriesKey,
  seriesOf,
  type TimedCell,
} from "../series.ts";

export interface HeadlineOptions {
  /** for a terminal: the columns that decide */
  readonly compact?: boolean;
  /** one row an algorithm: the backend that is fastest for it at its largest width */
  readonly fastestBackends?: boolean;
}

/** One row a series, fastest first. */
export function headlineTable(
  result: Result,
  { compact = false, fastestBackends = false }: HeadlineOptions = {},
): Block {
  const all = seriesOf(result)
    .sort((a, b) => b.n - a.n)
    .reverse();
  const ns = distinct(all.map(({ n }) => n));
  const fastest = new Set(ns.flatMap((n) => fastestSeries(result, n)).map(seriesKey));
  const series = fastestBackends ? all.filter((one) => fastest.has(seriesKey(one))) : all;
  const severalN = ns.length > 1;
  const dropped = new Set([
    ...(severalN ? [] : ["n>"]),
    ...(compact ? ["widths", "at large widths [95 %]>", "of multiply-adds>", "power law?"] : []),
  ]);
  const kept = titles.filter((title) => !dropped.has(title));
  return table(
    kept,
    series.map((one) => {
      const fields = row(result, one, compact);
      return kept.map((title) => fields[titles.indexOf(title)]);
    }),
    sourceOf(result),
  );
}

const titles = [
  "algorithm",
  "backend",
  "n>",
  "widths",
  "exponent [95 %]>",
  "at large widths [95 %]>",
  "of multiply-adds>",
  "power law?",
  "at width>",
  "time there [95 %]>",
  "against the best dense baseline",
];

/** In the order of the titles. */
function row(result: Result, series: Series, compact: boolean): Text[] {
  const { algorithm, backend, n, cells } = series;
  const fit = fitOf(result, series);
  const { width, timing } = last(series);
  return [
    `\`${algorithm}\``,
    backend,
    String(n),
    widthRange(cells.map((cell) => cell.width)),
    fit ? slopeInterval(fit.exponent) : "–",
    fit?.tail && fit.tail.widths < cells.length ? slopeInterval(fit.tail) : "–",
    fit?.countExponent == null ? "–" : slope(fit.countExponent),
    powerLaw(fit, cells.length),
    widthLabel(width),
    timeInterval(timing.median, timing.lo, timing.hi),
    speedUp(result, series, compact),
  ];
}

function powerLaw(fit: Fit | undefined, widths: number): Text {
  if (!fit) return `${widths} of 5 widths needed`;
  if (!fit.curved) return "yes";
  const slopes = fit.localSlopes;
  return `curved, ${slope(slopes[0])} → ${slope(slopes[slopes.length - 1])}`;
}

/** Ratio of times in the same rounds at the largest width where a fair dense baseline was measured too. */
function speedUp(result: Result, { cells, n }: Series, compact: boolean): Text {
  const largest = cells[cells.length - 1];
  for (const cell of [...cells].reverse()) {
    const dense = bestDense(result, n, cell.width);
    if (!dense) continue;
    if (dense === cell) return "**the baseline**";
    const where = cell === largest ? "" : ` at ${widthLabel(cell.width)}`;
    if (compact) return `${comparison(dense, cell, result.seed).replace(/ than$| from,/, "")}${where}`;
    const note = isApproximate(cell)
      ? " (approximate)"
      : isDense(cell.algorithm) && !isFairBaseline(cell)
        ? " (slow baseline, not a reference)"
        : "";
    return `${comparison(dense, cell, result.seed)} \`${dense.algorithm}\` on ${dense.backend}${where}${note}`;
  }
  return "no fair dense baseline measured";
}

/** "12.1× [11.9, 12.4] faster than": an interval on both sides of 1 is not called a difference. */
export function comparison(slow: TimedCell, fast: TimedCell, seed: number): Text {
  const { value, lo, hi } = ratioOf(slow, fast, seed);
  const [v, l, h] = value >= 1 ? [value, lo, hi] : [1 / value, 1 / hi, 1 / lo];
  const interval = `${ratio(v)} [${ratio(l).slice(0, -1)}, ${ratio(h).slice(0, -1)}]`;
  if (lo <= 1 && hi >= 1) return `not resolved from, ${interval}`;
  return value >= 1 ? `**${interval} faster** than` : `${interval} slower than`;
}

/** Time of a over time of b, on the rounds that both have. */
export function ratioOf(a: TimedCell, b: TimedCell, seed: number): { value: number; lo: number; hi: number } {
  const inB = new Map(b.timing.rounds.map((round, i) => [round, b.timing.samples[i]]));
  const common = a.timing.rounds.map((round, i) => [a.timing.samples[i], inB.get(round)] as const);
  const pairs = common.filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  if (pairs.length < 6) {
    const [x, y] = [a.timing, b.timing];
    return { value: x.median / y.median, lo: x.lo / y.hi, hi: x.hi / y.lo };
  }
  const key = { seed, stream: scheduleStream };
  return pairedRatio(
    pairs.map((pair) => pair[0]),
    pairs.map((pair) => pair[1]),
    { key, resamples: 1000 },
  );
}
