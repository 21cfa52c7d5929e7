// A straight line by least squares, with Student's intervals of its slope and of its height in the middle.
import { checkPoints } from "./check-points.ts";
import { type Interval, mean } from "./location.ts";
import { studentQuantile } from "./student.ts";

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
 * Least squares of y [count] over x [count] with Student's intervals on count−2 degrees of freedom; for two points they
 * are infinite. Sums are taken about the means: simple-statistics' uncentred sums lose digits when x is far from 0.
 * O(count). RangeError: different lengths, fewer than two points, all x equal.
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
