// Exponents of a result: time against width, per algorithm, backend, n and params.
import { seriesOf, seriesShape, type TimedCell } from "./cells.ts";
import { type ExponentMethod, exponentInterval, leastSizes } from "./exponent-interval.ts";
import type { Cell, Fit } from "./schema.ts";
import { curvature } from "./statistics/curvature.ts";
import { ols } from "./statistics/least-squares.ts";

/** Widths of the exponent at large widths: four octaves of a doubling grid, as many as Sen's interval needs. */
const tailWidths = leastSizes;

const metrics = {
  iteration: (c: TimedCell) => c.timing.median,
  init: (c: TimedCell) => c.initNs,
  total: (c: TimedCell) => (c.initNs === undefined ? undefined : c.initNs + c.timing.median),
} as const;

function fitOne(cells: readonly TimedCell[], metric: Fit["metric"], method: ExponentMethod): Fit | null {
  const timed = cells.filter((c) => metrics[metric](c) !== undefined);
  if (timed.length < leastSizes) return null;
  const widths = timed.map((c) => c.width);
  const times = timed.map((c) => metrics[metric](c)!);
  const [x, y] = [widths.map(Math.log), times.map(Math.log)];
  const macs = timed.map((c) => c.counters?.macs ?? 0);
  return {
    ...seriesShape(timed[0]),
    metric,
    widths,
    exponent: { ...exponentInterval(widths, times, method), method },
    ...(method === "theil-sen" ? { ols: ols(x, y).slope } : { theilSen: exponentInterval(widths, times) }),
    tail: {
      widths: tailWidths,
      ...exponentInterval(widths.slice(-tailWidths), times.slice(-tailWidths), method),
    },
    // the counters are those of one iteration, so they say nothing about the initialisation
    countExponent:
      metric === "iteration" && macs.every((v) => v > 0)
        ? exponentInterval(widths, macs, method).value
        : null,
    curved: curvature(x, y).curved,
    localSlopes: x.slice(1).map((v, i) => (y[i + 1] - y[i]) / (v - x[i])),
    roofline: metric === "iteration" ? (timed.at(-1)!.rate?.ofPeak ?? null) : null,
  };
}

/**
 * One fit per (algorithm, backend, n, params) and metric with at least five timed widths: iteration (median over
 * rounds), init, and total = init + one iteration. The exponent is the slope of the least-squares line through the true times over these
 * widths, its interval that of `serialLine`, with Theil–Sen beside it; or, for `theil-sen`, the other way round. The five largest widths
 * alone, local slopes and a test of curvature stand beside it. Exponents hold over the widths listed, not beyond. O(widths²) per fit.
 */
export function fitExponents(cells: readonly Cell[], method: ExponentMethod = "ols-serial"): Fit[] {
  return seriesOf(cells).flatMap((series) =>
    (["iteration", "init", "total"] as const).flatMap((metric) => fitOne(series, metric, method) ?? []),
  );
}
