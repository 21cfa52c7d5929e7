// The exponent of a power law with its interval, from positive values at several sizes.
import type { Interval } from "./statistics/location.ts";
import { theilSen } from "./statistics/theil-sen.ts";

/** With fewer sizes Sen's interval cannot reach 95 %. */
export const leastSizes = 5;

/**
 * Exponent p of values ≈ c·size^p: the Theil–Sen slope of ln value over ln size with Sen's 95 % interval, which
 * holds for independent errors of any one law and bears a wild value. sizes and values [count], in any units. The
 * exponent is that of the sizes given, not beyond. O(count²). RangeError: different lengths, fewer than five sizes, a size or value that is
 * not positive and finite, or all sizes equal.
 */
export function exponentInterval(sizes: readonly number[], values: readonly number[]): Interval {
  if (sizes.length === values.length && sizes.length < leastSizes)
    throw new RangeError(
      `exponentInterval: at least ${leastSizes} sizes are needed for a 95 % interval, got ${sizes.length}`,
    );
  for (const value of [...sizes, ...values])
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`exponentInterval: sizes and values must be positive and finite, got ${value}`);
  return theilSen(sizes.map(Math.log), values.map(Math.log));
}
