// A robust slope: the median of all pairwise slopes (Theil 1950, "A rank-invariant method of linear and polynomial
// regression analysis") with Sen's interval (Sen 1968, "Estimates of the regression coefficient based on Kendall's tau").
import { normalUpperQuantile } from "@widthwise/core";
import { checkPoints } from "./check-points.ts";
import type { Interval } from "./location.ts";
import { pairwiseSlopes } from "./pairwise-slopes.ts";
import { medianAtRank } from "./rank-search.ts";

/**
 * Slope of y [count] over x [count]: the median slope of all pairs with different x, in units of y per unit of x. Sen's
 * interval takes the slopes at ranks (N−C)/2 and (N+C)/2+1 of N pairs, C = z·√(m(m−1)(2m+5)/18) for m points (Sen
 * 1968), rounded outward; ranks beyond the ends give the extremes, which for five points cover 98 %, for four
 * 92 %, for three 67 %. O(count²), above two thousand points O(count log count). RangeError: different lengths, fewer than two points, all x equal.
 */
export function theilSen(x: readonly number[], y: readonly number[], level = 0.95): Interval {
  checkPoints("theilSen", x, y, 2);
  const { count: pairs, at } = pairwiseSlopes(x, y);
  if (pairs === 0) throw new RangeError("theilSen: all x are equal");
  const m = x.length;
  const c = normalUpperQuantile((1 - level) / 2) * Math.sqrt((m * (m - 1) * (2 * m + 5)) / 18);
  const low = Math.max(1, Math.floor((pairs - c) / 2));
  const high = Math.min(pairs, Math.ceil((pairs + c) / 2 + 1));
  return { value: medianAtRank(at, pairs), lo: at(low), hi: at(high) };
}
