// Rank statistics of one and two samples. Spearman 1904; Mann and Whitney 1947; Hodges and Lehmann 1963.
import { normalTail, normalUpperQuantile } from "@widthwise/core";
import { sampleRankCorrelation } from "simple-statistics";
import { binomialHalfTail, type Interval } from "./location.ts";
import { medianAtRank, valueAtRank } from "./rank-search.ts";

/**
 * Spearman's rank correlation of x and y [count]; 0 where one side has no variation and it is undefined. O(count log count).
 * RangeError: different lengths.
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length) throw new RangeError(`spearman: ${x.length} x values but ${y.length} y values`);
  const rho = x.length < 2 ? 0 : sampleRankCorrelation(x as number[], y as number[]);
  return Number.isNaN(rho) ? 0 : Math.max(-1, Math.min(1, rho));
}

/** One-sided exact p of the sign test against "the median is above 0"; zeros are dropped. O(count). */
export function signTestAbove(differences: readonly number[]): number {
  let above = 0;
  let below = 0;
  for (const d of differences) {
    if (d > 0) above++;
    else if (d < 0) below++;
  }
  return binomialHalfTail(above + below, below);
}

/** Both samples at most this long, and no ties: the exact law is used; the longest takes half a million additions, once. */
const exactUpTo = 30;

const laws = new Map<string, Float64Array>();

/**
 * out [n1·n2+1] ← P(U = u) under exchangeability, without ties. Mann and Whitney's recurrence on probabilities,
 * p(n1,n2,u) = n1/(n1+n2)·p(n1−1,n2,u−n2) + n2/(n1+n2)·p(n1,n2−1,u): only additions, so nothing cancels. O((n1·n2)²).
 */
function exactLaw(n1: number, n2: number): Float64Array {
  if (n1 === 0 || n2 === 0) return Float64Array.of(1);
  const name = `${n1},${n2}`;
  let law = laws.get(name);
  if (law === undefined) {
    law = new Float64Array(n1 * n2 + 1);
    const fewerX = exactLaw(n1 - 1, n2);
    const fewerY = exactLaw(n1, n2 - 1);
    for (let u = 0; u < fewerX.length; u++) law[u + n2] += (n1 / (n1 + n2)) * fewerX[u];
    for (let u = 0; u < fewerY.length; u++) law[u] += (n2 / (n1 + n2)) * fewerY[u];
    laws.set(name, law);
  }
  return law;
}

/** What the test found. */
export interface MannWhitney {
  /** pairs with x > y, ties counting half */
  readonly u: number;
  /** one-sided: chance of a U as large (x above y), or as small (x below y), if both have one law */
  readonly pAbove: number;
  readonly pBelow: number;
  /** two-sided, 2·min of the two, at most 1 */
  readonly p: number;
  readonly exact: boolean;
}

/** How many of the ascending values [count], of which it holds up to some place, it holds for. O(log count). */
function countWhere(ascending: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Mann–Whitney test of x [n1] against y [n2]: exact without ties up to 30 each, else normal with tie and continuity
 * correction. O((n1+n2) log n2), and once per pair of lengths the law. RangeError: an empty sample.
 */
export function mannWhitney(x: readonly number[], y: readonly number[]): MannWhitney {
  const n1 = x.length;
  const n2 = y.length;
  if (n1 === 0 || n2 === 0) throw new RangeError(`mannWhitney: empty sample (${n1} against ${n2} values)`);
  const sorted = Float64Array.from(y).sort();
  let u = 0;
  for (const a of x) u += (countWhere(sorted, (b) => b < a) + countWhere(sorted, (b) => b <= a)) / 2;
  const counts = new Map<number, number>();
  for (const v of [...x, ...y]) counts.set(v, (counts.get(v) ?? 0) + 1);
  const exact = counts.size === n1 + n2 && n1 <= exactUpTo && n2 <= exactUpTo;
  let pAbove = 0;
  let pBelow = 0;
  if (exact) {
    const law = exactLaw(n1, n2);
    for (let v = u; v < law.length; v++) pAbove += law[v];
    for (let v = 0; v <= u; v++) pBelow += law[v];
  } else {
    const total = n1 + n2;
    let ties = 0;
    for (const t of counts.values()) ties += t ** 3 - t;
    const sigma = Math.sqrt(((n1 * n2) / 12) * (total + 1 - ties / (total * (total - 1))));
    pAbove = sigma === 0 ? 1 : normalTail((u - 0.5 - (n1 * n2) / 2) / sigma);
    pBelow = sigma === 0 ? 1 : normalTail(((n1 * n2) / 2 - u - 0.5) / sigma);
  }
  return {
    u,
    pAbove: Math.min(1, pAbove),
    pBelow: Math.min(1, pBelow),
    p: Math.min(1, 2 * Math.min(pAbove, pBelow)),
    exact,
  };
}

/**
 * Hodges–Lehmann shift of x [n1] over y [n2], the median of all x_i − y_j, with the interval that inverts
 * the Mann–Whitney test. Samples too short for the level give the extremes. The differences are counted, never kept:
 * O(n log n), n = n1 + n2. RangeError: an empty sample.
 */
export function hodgesLehmann(x: readonly number[], y: readonly number[], level = 0.95): Interval {
  const n1 = x.length;
  const n2 = y.length;
  if (n1 === 0 || n2 === 0) throw new RangeError(`hodgesLehmann: empty sample (${n1} against ${n2} values)`);
  const [xs, ys] = [x, y].map((values) => Float64Array.from(values).sort());
  // as x_i ascends, only ever larger y_j bring the difference down to t
  const upTo = (t: number) => {
    let count = 0;
    let j = 0;
    for (const a of xs) {
      while (j < n2 && a - ys[j] > t) j++;
      count += n2 - j;
    }
    return count;
  };
  const ends = [xs[0] - ys[n2 - 1], xs[n1 - 1] - ys[0]] as const;
  const at = (rank: number) => valueAtRank(upTo, ends, rank);
  const alpha = (1 - level) / 2;
  let rank = 0;
  if (n1 <= exactUpTo && n2 <= exactUpTo) {
    const law = exactLaw(n1, n2);
    for (let sum = law[0]; sum <= alpha; sum += law[rank]) rank++;
  } else {
    const sigma = Math.sqrt((n1 * n2 * (n1 + n2 + 1)) / 12);
    rank = Math.floor((n1 * n2) / 2 - normalUpperQuantile(alpha) * sigma);
  }
  rank = Math.max(1, rank);
  return { value: medianAtRank(at, n1 * n2), lo: at(rank), hi: at(n1 * n2 - rank + 1) };
}

/** Adjusted p values, in the order given: significant at α exactly when Holm's step-down rejects (Holm 1979). O(count log count). */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((index, i) => {
    largest = Math.max(largest, Math.min(1, p[index] * (p.length - i)));
    adjusted[index] = largest;
  });
  return adjusted;
}
