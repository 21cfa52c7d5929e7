// Straight lines through points: least squares with Student's interval, Theil–Sen with Sen's interval
// (Theil 1950; Sen 1968, "Estimates of the regression coefficient based on Kendall's tau"), and a test of curvature.
import { normalUpperQuantile } from "@widthwise/core";
import { type Interval, mean, median } from "./location.ts";
import { studentQuantile } from "./student.ts";

function checkPoints(name: string, x: readonly number[], y: readonly number[], least: number): void {
  if (x.length !== y.length) throw new RangeError(`${name}: ${x.length} x values but ${y.length} y values`);
  if (x.length < least) throw new RangeError(`${name}: at least ${least} points are needed, got ${x.length}`);
}

/**
 * Theil–Sen slope of y [count] over x [count]: the median slope of all pairs with different x. Sen's interval takes the
 * slopes at ranks (N−C)/2 and (N+C)/2+1 of N pairs, C = z·√(m(m−1)(2m+5)/18), rounded outward; ranks beyond
 * the ends give the extremes, which for five points cover 98 %, for four 92 %, for three 67 %. O(count²).
 */
export function theilSen(x: readonly number[], y: readonly number[], level = 0.95): Interval {
  checkPoints("theilSen", x, y, 2);
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++)
    for (let j = i + 1; j < x.length; j++) if (x[i] !== x[j]) slopes.push((y[j] - y[i]) / (x[j] - x[i]));
  if (slopes.length === 0) throw new RangeError("theilSen: all x are equal");
  slopes.sort((a, b) => a - b);
  const m = x.length;
  const pairs = slopes.length;
  const c = normalUpperQuantile((1 - level) / 2) * Math.sqrt((m * (m - 1) * (2 * m + 5)) / 18);
  const low = Math.max(1, Math.floor((pairs - c) / 2));
  const high = Math.min(pairs, Math.ceil((pairs + c) / 2 + 1));
  return { value: median(slopes), lo: slopes[low - 1], hi: slopes[high - 1] };
}

/** A least-squares line about the centre of x: y = level.value + slope.value·(x − x̄). */
export interface Line {
  readonly slope: Interval;
  /** the height at the mean of x */
  readonly level: Interval;
  /** standard errors of the two, and the degrees of freedom m − 2 */
  readonly slopeError: number;
  readonly levelError: number;
  readonly freedom: number;
}

/**
 * Least squares with Student's intervals on m−2 degrees of freedom; for two points they are infinite. Sums are taken about
 * the means: simple-statistics' uncentred sums lose digits when x is far from 0. O(count).
 */
export function ols(x: readonly number[], y: readonly number[], level = 0.95): Line {
  checkPoints("ols", x, y, 2);
  const m = x.length;
  const meanX = mean(x);
  const meanY = mean(y);
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < m; i++) {
    sxx += (x[i] - meanX) ** 2;
    sxy += (x[i] - meanX) * (y[i] - meanY);
  }
  if (sxx === 0) throw new RangeError("ols: all x are equal");
  const slope = sxy / sxx;
  let rss = 0;
  for (let i = 0; i < m; i++) rss += (y[i] - meanY - slope * (x[i] - meanX)) ** 2;
  const freedom = m - 2;
  const s = freedom > 0 ? Math.sqrt(rss / freedom) : Number.POSITIVE_INFINITY;
  const t = freedom > 0 ? studentQuantile(0.5 + level / 2, freedom) : 1;
  const slopeError = s / Math.sqrt(sxx);
  const levelError = s / Math.sqrt(m);
  return {
    slope: { value: slope, lo: slope - t * slopeError, hi: slope + t * slopeError },
    level: { value: meanY, lo: meanY - t * levelError, hi: meanY + t * levelError },
    slopeError,
    levelError,
    freedom,
  };
}

/** The quadratic term c of y = a + b·x + c·(x−x̄)², and how far the slope turns over the range. */
export interface Curvature extends Interval {
  /** slope at the largest x minus slope at the smallest, 2c·(x_max − x_min) */
  readonly turn: number;
  /** the interval of c excludes 0, and the turn is at least `leastTurn` */
  readonly curved: boolean;
}

/**
 * Below this change of the slope over the whole range, a curve is called straight: on a quiet machine any real program
 * resolves some curvature, and an exponent quoted to ±0.05 hides nothing smaller.
 */
export const leastTurn = 0.05;

/**
 * Least squares of a parabola with Student's interval of its quadratic term on m−3 degrees of freedom (needs
 * four points). By Gram–Schmidt: the part of (x−x̄)² orthogonal to 1 and x is regressed alone. O(count).
 */
export function curvature(x: readonly number[], y: readonly number[], level = 0.95): Curvature {
  checkPoints("curvature", x, y, 4);
  const m = x.length;
  const meanX = mean(x);
  const squares = x.map((v) => (v - meanX) ** 2);
  const trend = ols(x, squares);
  const line = ols(x, y);
  let qq = 0;
  let qy = 0;
  let rss = 0;
  for (let i = 0; i < m; i++) {
    const q = squares[i] - trend.level.value - trend.slope.value * (x[i] - meanX);
    const r = y[i] - line.level.value - line.slope.value * (x[i] - meanX);
    qq += q * q;
    qy += q * r;
    rss += r * r;
  }
  if (qq === 0) throw new RangeError("curvature: at least three different x are needed");
  const c = qy / qq;
  const s = Math.sqrt(Math.max(0, rss - c * qy) / (m - 3));
  const half = (studentQuantile(0.5 + level / 2, m - 3) * s) / Math.sqrt(qq);
  const turn = 2 * c * (Math.max(...x) - Math.min(...x));
  return {
    value: c,
    lo: c - half,
    hi: c + half,
    turn,
    curved: (c - half > 0 || c + half < 0) && Math.abs(turn) >= leastTurn,
  };
}
