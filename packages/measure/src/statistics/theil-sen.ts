// A robust slope: the median of all pairwise slopes (Theil 1950, "A rank-invariant method of linear and polynomial
// regression analysis") with Sen's interval (Sen 1968, "Estimates of the regression coefficient based on Kendall's tau").
import { normalUpperQuantile } from "@widthwise/core";
import { checkPoints } from "./check-points.ts";
import { type Interval, median } from "./location.ts";

/**
 * Slope of y [count] over x [count]: the median slope of all pairs with different x, in units of y per unit of x. Sen's
 * interval takes the slopes at ranks (N−C)/2 and (N+C)/2+1 of N pairs, C = z·√(m(m−1)(2m+5)/18) for m points (Sen
 * 1968), rounded outward; ranks beyond the ends give the extremes, which for five points cover 98 %, for four
 * 92 %, for three 67 %. O(count²). RangeError: different lengths, fewer than two points, all x equal.
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
