// Exponents: the slope of ln(time) over ln(width), per algorithm, backend and n.
import { seriesOf, type TimedCell } from "./cells.ts";
import type { Cell, Fit } from "./schema.ts";
import { curvature, ols, theilSen } from "./statistics/lines.ts";

/** With fewer widths Sen's interval cannot reach 95 %. */
export const leastWidths = 5;

/** Widths of the exponent at large widths: four octaves of a doubling grid, as many as Sen's interval needs. */
const tailWidths = leastWidths;

const metrics = {
  iteration: (c: TimedCell) => c.timing.median,
  init: (c: TimedCell) => c.initNs,
  total: (c: TimedCell) => (c.initNs === undefined ? undefined : c.initNs + c.timing.median),
} as const;

function fitOne(cells: readonly TimedCell[], metric: Fit["metric"]): Fit | null {
  const timed = cells.filter((c) => metrics[metric](c) !== undefined);
  if (timed.length < leastWidths) return null;
  const x = timed.map((c) => Math.log(c.width));
  const y = timed.map((c) => Math.log(metrics[metric](c)!));
  const macs = timed.map((c) => c.counters?.macs ?? 0);
  const { algorithm, backend, n, params } = timed[0];
  return {
    algorithm,
    backend,
    n,
    ...(params === undefined ? {} : { params }),
    metric,
    widths: timed.map((c) => c.width),
    exponent: { ...theilSen(x, y), method: "theil-sen" },
    ols: ols(x, y).slope,
    tail: { widths: tailWidths, ...theilSen(x.slice(-tailWidths), y.slice(-tailWidths)) },
    // the counters are those of one iteration, so they say nothing about the initialisation
    countExponent:
      metric === "iteration" && macs.every((v) => v > 0) ? theilSen(x, macs.map(Math.log)).value : null,
    curved: curvature(x, y).curved,
    localSlopes: x.slice(1).map((v, i) => (y[i + 1] - y[i]) / (v - x[i])),
    roofline: metric === "iteration" ? (timed.at(-1)!.rate?.ofPeak ?? null) : null,
  };
}

/**
 * One fit per (algorithm, backend, n, params) and metric with at least five timed widths: iteration (median over rounds), init, and
 * total = init + one iteration. Exponents hold over the widths listed, not beyond. O(widths²) a fit.
 */
export function fitExponents(cells: readonly Cell[]): Fit[] {
  return seriesOf(cells).flatMap((series) =>
    (["iteration", "init", "total"] as const).flatMap((metric) => fitOne(series, metric) ?? []),
  );
}
