// Timed cells along the width, as tables and plots ask for them: their order, the fastest, and their fits.
import {
  type Cell,
  type Fit,
  type Params,
  type Result,
  type SeriesShape,
  seriesKey,
  seriesOf as seriesOfCells,
  type TimedCell,
} from "@widthwise/measure";
import { distinct } from "../../page/lists.ts";

export interface Series extends SeriesShape {
  readonly params: Params | undefined;
  /** by width */
  readonly cells: readonly TimedCell[];
}

/** Every (algorithm, backend, n, params) with a time, n ascending, slowest at its largest width first. */
export function seriesOf({ cells }: { cells: readonly Cell[] }): Series[] {
  return seriesOfCells(cells)
    .map((own): Series => {
      const { algorithm, backend, n, params } = own[0];
      return { algorithm, backend, n, params, cells: own };
    })
    .sort(compare);
}

/** Shorter series were stopped by the budget, so they come as the slower ones. */
function compare(a: Series, b: Series): number {
  const [x, y] = [last(a), last(b)];
  const byName = seriesKey(a) < seriesKey(b) ? -1 : 1;
  return a.n - b.n || x.width - y.width || y.timing.median - x.timing.median || byName;
}

/** The cell of the largest width. */
export const last = ({ cells }: Pick<Series, "cells">): TimedCell => cells[cells.length - 1];

/** Every algorithm on the backend that is fastest for it at its largest width; of one n, or of each. */
export function fastestSeries(result: Result, n?: number): Series[] {
  const all = seriesOf(result).filter((series) => n === undefined || series.n === n);
  // the later, the faster
  return all.filter(
    (one, k) =>
      all.findLastIndex(({ algorithm, n: at }) => algorithm === one.algorithm && at === one.n) === k,
  );
}

/** The values of n that have a time. */
export const sizesOf = (result: Result): number[] => distinct(seriesOf(result).map(({ n }) => n));

export function fitOf(
  result: Result,
  series: SeriesShape,
  metric: Fit["metric"] = "iteration",
): Fit | undefined {
  const key = seriesKey(series);
  return result.fits.find((fit) => seriesKey(fit) === key && fit.metric === metric);
}
