// Is a line a curve? The quadratic term of a parabola by least squares, with Student's interval.
import { checkPoints } from "./check-points.ts";
import { ols } from "./least-squares.ts";
import { type Interval, largest, mean, smallest } from "./location.ts";
import { studentQuantile } from "./student.ts";

/** The quadratic term c of y = a + b·x + c·(x−x̄)², and how far the slope turns over the range. */
export interface Curvature extends Interval {
  /** slope at the largest x minus slope at the smallest, 2c·(x_max − x_min) */
  readonly turn: number;
  /** the interval of c excludes 0, and the turn is at least 0.05 */
  readonly curved: boolean;
}

/**
 * Below this change of the slope over the whole range, a curve is called straight: on a quiet machine any real program
 * resolves some curvature, and an exponent quoted to ±0.05 hides nothing smaller.
 */
const leastTurn = 0.05;

/**
 * Least squares of a parabola through x, y [count] with Student's interval of its quadratic term on count−3 degrees of
 * freedom. By Gram–Schmidt: the part of (x−x̄)² orthogonal to 1 and x is regressed alone. O(count).
 * RangeError: different lengths, fewer than four points, fewer than three different x.
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
  const turn = 2 * c * (largest(x) - smallest(x));
  return {
    value: c,
    lo: c - half,
    hi: c + half,
    turn,
    curved: (c - half > 0 || c + half < 0) && Math.abs(turn) >= leastTurn,
  };
}
