// A share counted in independent trials, with an interval: E. B. Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22 (1927). Unlike the normal interval it keeps its level where nothing, or everything, was counted.
import { normalUpperQuantile } from "@widthwise/core";
import type { Interval } from "./location.ts";
import { incompleteBeta } from "./student.ts";

/**
 * Share count/trials with Wilson's score interval: the p that a two-sided normal test at `level` does not
 * reject. O(1). RangeError: anything but whole 0 ≤ count ≤ trials, trials ≥ 1.
 */
export function wilsonInterval(count: number, trials: number, level = 0.95): Interval {
  checkCount("wilsonInterval", count, trials);
  const z = normalUpperQuantile((1 - level) / 2);
  const share = count / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { value: share, lo: count === 0 ? 0 : centre - half, hi: count === trials ? 1 : centre + half };
}

/**
 * One-sided bounds on a share of which count/trials was counted: `hi` is the largest p at which so few are counted with a chance of at
 * least 1 − level, `lo` the smallest at which so many are. Exact, and so never below their level: C. J. Clopper and E. S. Pearson,
 * Biometrika 26 (1934). O(1). RangeError as `wilsonInterval`.
 */
export function exactBounds(count: number, trials: number, level = 0.95): Interval {
  checkCount("exactBounds", count, trials);
  const atMost = (p: number) => incompleteBeta(1 - p, trials - count, count + 1);
  const atLeast = (p: number) => incompleteBeta(p, count, trials - count + 1);
  return {
    value: count / trials,
    lo: count === 0 ? 0 : crossing((p) => atLeast(p) > 1 - level),
    hi: count === trials ? 1 : crossing((p) => atMost(p) <= 1 - level),
  };
}

/** The p in (0, 1) from which on a monotone property holds, to the last bits. */
function crossing(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function checkCount(caller: string, count: number, trials: number): void {
  if (!(Number.isInteger(count) && Number.isInteger(trials) && trials >= 1 && count >= 0 && count <= trials))
    throw new RangeError(`${caller}: ${count} of ${trials}, accepted are 0 ≤ count ≤ trials, trials ≥ 1`);
}
