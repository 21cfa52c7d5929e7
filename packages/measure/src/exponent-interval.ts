// The exponent of a power law with its interval, from positive values at several sizes.
import type { Interval } from "./statistics/location.ts";
import { serialSlope } from "./statistics/serial-line.ts";
import { theilSen } from "./statistics/theil-sen.ts";

/** With fewer sizes Sen's interval cannot reach 95 %. */
export const leastSizes = 5;

/** How an exponent is estimated. */
export const exponentMethods = ["theil-sen", "ols-serial"] as const;
/** `theil-sen`: robust; `ols-serial`: of the line nearest to the true values, with an interval that holds where neighbours err alike. */
export type ExponentMethod = (typeof exponentMethods)[number];

const slopes = { "theil-sen": theilSen, "ols-serial": serialSlope } as const;

/**
 * Exponent p of values ≈ c·size^p, the slope of ln value over ln size with a 95 % interval. `theil-sen` (default): the median of all pairwise
 * slopes with Sen's interval, which holds for independent errors of any one law and bears a wild value. `ols-serial`: least squares,
 * with an interval that holds for residuals with serial correlation up to 0.6, as a line has that bends a little (`serialLine`). sizes and
 * values [count], in any units. The exponent is that of the sizes given, not beyond. O(count²). RangeError: different lengths, fewer than
 * five sizes, a size or value that is not positive and finite, or all sizes equal.
 */
export function exponentInterval(
  sizes: readonly number[],
  values: readonly number[],
  method: ExponentMethod = "theil-sen",
): Interval {
  if (sizes.length === values.length && sizes.length < leastSizes)
    throw new RangeError(
      `exponentInterval: at least ${leastSizes} sizes are needed for a 95 % interval, got ${sizes.length}`,
    );
  for (const value of [...sizes, ...values])
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`exponentInterval: sizes and values must be positive and finite, got ${value}`);
  return slopes[method](sizes.map(Math.log), values.map(Math.log));
}
