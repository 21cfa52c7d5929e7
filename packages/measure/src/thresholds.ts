// How large a change must be to count: the smallest that matters, unless the instrument itself differs by more.
import type { Result } from "./schema.ts";
import { quantile } from "./statistics/location.ts";
import { finite } from "./verdict.ts";

/** The practical threshold of a level: a change counts beyond the factor 1 + value. */
export interface LevelThreshold {
  readonly value: number;
  /** wider than what may be called the same: what lies within it is left open */
  readonly blunt: boolean;
}

const smallestLevel = 0.03;

/** Beyond this threshold nothing is called the same: a gate that lets a fifth pass has seen nothing. */
export const largestLevel = 0.2;

/** Of an exponent; twenty rounds of seven widths resolve it. */
export const defaultExponent = 0.02;

/**
 * max(3 %, 2·q), q the 95th percentile of |A/A ratio − 1| (on the log scale) over both files: twice what the instrument makes
 * of no difference. Above `largestLevel` the verdict is `worse`, `better` or `inconclusive`.
 */
export function levelThreshold(base: Result, head: Result): LevelThreshold {
  const aa = [...base.controls.aa, ...head.controls.aa].map((c) => Math.abs(Math.log(c.ratio.value)));
  const value =
    aa.length === 0 ? smallestLevel : Math.max(smallestLevel, finite(2 * Math.expm1(quantile(aa, 0.95))));
  return { value, blunt: value > largestLevel };
}
