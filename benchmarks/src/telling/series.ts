// Questions that tables and plots both ask of a result.
import {
  type Cell,
  type Crossover,
  type Fit,
  isApproximate,
  isTimed,
  type Params,
  paramsKey,
  type Result,
  type TimedCell,
} from "@widthwise/measure";
import { distinct } from "../page/lists.ts";

export { isApproximate, isTimed, type TimedCell };

export interface Series {
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly params?: Params | undefined;
  /** by width */
  readonly cells: readonly TimedCell[];
}

type Named = Pick<Series, "algorithm" | "backend" | "n" | "params">;

export function seriesKey(series: Named): string {
  const { algorithm, backend, n } = series;
  return `${algorithm} ${backend} ${n} ${paramsKey(series)}`;
}

/** Every (algorithm, backend, n, params) with a time, slowest at its largest width first. */
export function seriesOf(result: Result): Series[] {
  const byKey = new Map<string, TimedCell[]>();
  for (const cell of result.cells) {
    if (!isTimed(cell)) continue;
    const key = seriesKey(cell);
    byKey.set(key, [...(byKey.get(key) ?? []), cell]);
  }
  return [...byKey.values()]
    .map((cells): Series => {
      const { algorithm, backend, n, params } = cells[0];
      return { algorithm, backend, n, params, cells: cells.sort((a, b) => a.width - b.width) };
    })
    .sort(compareSeries);
}

/** Shorter series were stopped by the budget, so they come as the slower ones. */
function compareSeries(a: Series, b: Series): number {
  const x = last(a);
  const y = last(b);
  return a.n - b.n || x.width - y.width || y.timing.median - x.timing.median || compareNames(a, b);
}

function compareNames(a: Series, b: Series): number {
  return seriesKey(a) < seriesKey(b) ? -1 : 1;
}

/** Every algorithm on the backend that is fastest for it at its largest width. */
export function fastestSeries(result: Result, n: number): Series[] {
  const all = seriesOf(result).filter((series) => series.n === n);
  return distinct(all.map((series) => series.algorithm))
    .map((algorithm) => {
      const own = all.filter((series) => series.algorithm === algorithm);
      // series are sorted slowest first
      return own[own.length - 1];
    })
    .sort((a, b) => all.indexOf(a) - all.indexOf(b));
}

/** The cell of the largest width. */
export function last(series: Series): TimedCell {
  return series.cells[series.cells.length - 1];
}

export function fitOf(result: Result, series: Named, metric: Fit["metric"] = "iteration"): Fit | undefined {
  const key = seriesKey(series);
  return result.fits.find((fit) => seriesKey(fit) === key && fit.metric === metric);
}

export function isDense(algorithm: string): boolean {
  return algorithm.startsWith("dense-");
}

/** May this cell stand for "dense" in a ratio? A baseline below half of its backend's own product rate may not. */
export function isFairBaseline(cell: TimedCell): boolean {
  return isDense(cell.algorithm) && !hasNote(cell, "slow-baseline");
}

export function hasNote(cell: TimedCell, note: string): boolean {
  return cell.timing.notes.some((text) => text === note || text.startsWith(`${note}:`));
}

/** The fastest fair dense cell of any backend at one width and n. */
export function bestDense(result: Result, n: number, width: number): TimedCell | undefined {
  return result.cells
    .filter(isTimed)
    .filter((cell) => cell.n === n && cell.width === width && isFairBaseline(cell))
    .sort((a, b) => a.timing.median - b.timing.median)[0];
}

/** Widths at which both sides of a crossover have a time. */
export function sharedWidths(result: Result, { faster, slower, n, params }: Crossover): number[] {
  const widthsOf = (side: Crossover["faster"]) =>
    result.cells
      .filter(isTimed)
      .filter((cell) => seriesKey(cell) === seriesKey({ ...side, n, params }))
      .map((cell) => cell.width);
  const others = new Set(widthsOf(slower));
  return distinct(widthsOf(faster).filter((width) => others.has(width)));
}

/** Along what a suite of search structures goes: what has more values. */
export function axisOf(result: Result): "width" | "n" {
  const sizes = (axis: "width" | "n") => new Set(result.cells.map((cell) => cell[axis])).size;
  return sizes("n") > sizes("width") ? "n" : "width";
}

/** A measure of a cell that is one number. */
export function measure(cell: Cell | undefined, name: string): number | undefined {
  const value = cell?.measures?.[name];
  return typeof value === "number" ? value : undefined;
}
