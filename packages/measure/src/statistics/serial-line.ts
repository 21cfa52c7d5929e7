// A least-squares line whose intervals hold when neighbouring residuals are alike, as they are where a line bends a little.
import { checkPoints } from "./check-points.ts";
import { ols } from "./least-squares.ts";
import { type Interval, mean } from "./location.ts";
import { studentQuantile } from "./student.ts";

/** The strongest correlation of neighbouring residuals that is allowed for where a caller does not say. */
export const mostCorrelation = 0.6;
/** Values of it that are tried, from 0 on. */
const STEPS = 12;

/** An estimate, its standard error, and the degrees of freedom of Student's law that it follows. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
  readonly freedom: number;
}

/** Slope in units of y per unit of x, and level: the height at the mean of x. */
export interface SerialLine {
  readonly slope: Estimate;
  readonly level: Estimate;
}

/**
 * The mean of the least-squares lines of several repetitions ys [k][count] over the same x [count]. The errors hold for residuals e_i
 * that have correlation ρ^|i−j| within a repetition (a stationary AR(1) process), 0 ≤ ρ ≤ `most`: each is √(RSS·max_ρ v(ρ)/r(ρ))/k, where
 * RSS is summed over the repetitions, v(ρ) is the variance of the estimate and r(ρ) the expected RSS of one repetition, both for
 * residuals of variance 1. For `most` = 0 these are the usual errors; 0.6 makes them 1.5 to 2.6 times as large. Where a line bends,
 * the slope is that of the least-squares line through the true values at these x. O(k·count).
 * RangeError: different lengths, no repetition, fewer than three points, all x equal.
 */
export function serialLine(
  x: readonly number[],
  ys: readonly (readonly number[])[],
  most = mostCorrelation,
): SerialLine {
  if (ys.length === 0) throw new RangeError("serialLine: no repetition");
  for (const y of ys) checkPoints("serialLine", x, y, 3);
  const lines = ys.map((y) => ols(x, y));
  const slope = mean(lines.map((line) => line.slope.value));
  const level = mean(lines.map((line) => line.level.value));
  const meanX = mean(x);
  const rss = ys.reduce((sum, y, k) => {
    const own = lines[k];
    return sum + y.reduce((s, v, i) => s + (v - own.level.value - own.slope.value * (x[i] - meanX)) ** 2, 0);
  }, 0);
  const worst = worstShares(x, most);
  const freedom = ys.length * (x.length - 2);
  const estimate = (value: number, share: number): Estimate => ({
    value,
    error: Math.sqrt(rss * share) / ys.length,
    freedom,
  });
  return { slope: estimate(slope, worst.slope), level: estimate(level, worst.level) };
}

/** The estimate with Student's interval. */
export function studentInterval({ value, error, freedom }: Estimate, level = 0.95): Interval {
  const half = studentQuantile(0.5 + level / 2, freedom) * error;
  return { value, lo: value - half, hi: value + half };
}

/** The slope of one repetition with its interval; see `serialLine`. */
export const serialSlope = (x: readonly number[], y: readonly number[], level = 0.95): Interval =>
  studentInterval(serialLine(x, [y]).slope, level);

/** max_ρ v(ρ)/r(ρ) of slope and level. */
function worstShares(x: readonly number[], most: number): { slope: number; level: number } {
  const worst = { slope: 0, level: 0 };
  for (let step = 0; step <= STEPS; step++) {
    const { slope, level, rss } = variances(x, (most * step) / STEPS);
    worst.slope = Math.max(worst.slope, slope / rss);
    worst.level = Math.max(worst.level, level / rss);
  }
  return worst;
}

/** With centred c = x − x̄: cᵀΣc/(cᵀc)², 1ᵀΣ1/m² and the expected RSS tr Σ − 1ᵀΣ1/m − cᵀΣc/cᵀc. */
function variances(x: readonly number[], correlation: number) {
  const count = x.length;
  const meanX = mean(x);
  const centred = x.map((value) => value - meanX);
  const square = centred.reduce((sum, value) => sum + value * value, 0);
  // Σ_ij c_i c_j ρ^|i−j| = Σ_i c_i (2 s_i − c_i) with s_i = c_i + ρ s_{i−1}
  let [all, along, ones, sum] = [0, 0, 0, 0];
  for (const c of centred) {
    ones = 1 + correlation * ones;
    sum = c + correlation * sum;
    all += 2 * ones - 1;
    along += c * (2 * sum - c);
  }
  return { slope: along / square ** 2, level: all / count ** 2, rss: count - all / count - along / square };
}
