// A share counted in independent trials, with an interval: E. B. Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22 (1927). Unlike the normal interval it keeps its level where nothing, or everything, was counted.
import { normalUpperQuantile } from "@widthwise/core";
import type { Interval } from "./location.ts";

/**
 * Share count/trials with Wilson's score interval: the p that a two-sided normal test at `level` does not
 * reject. O(1). RangeError: anything but whole 0 ≤ count ≤ trials, trials ≥ 1.
 */
export function wilsonInterval(count: number, trials: number, level = 0.95): Interval {
  if (!(Number.isInteger(count) && Number.isInteger(trials) && trials >= 1 && count >= 0 && count <= trials))
    throw new RangeError(
      `wilsonInterval: ${count} of ${trials}, accepted are 0 ≤ count ≤ trials, trials ≥ 1`,
    );
  const z = normalUpperQuantile((1 - level) / 2);
  const share = count / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { value: share, lo: count === 0 ? 0 : centre - half, hi: count === trials ? 1 : centre + half };
}
