// Location and spread by order statistics. The median interval: Thompson 1936, "On confidence ranges for the median".
import * as textbook from "simple-statistics";

/** An estimate with its two-sided interval; 95 % unless a caller says otherwise. */
export interface Interval {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** Arithmetic mean of values [count], summed in order; NaN of none. O(count). */
export function mean(values: Iterable<number> & { readonly length: number }): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * The least value; Infinity of none. O(count) of any count, where `Math.min(...values)` dies of some hundred thousand
 * arguments.
 */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** The greatest value; −Infinity of none. O(count) of any count. */
export function largest(values: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** Middle value of values [count], or the mean of the two middle ones. O(count). Error: no values. */
export function median(values: readonly number[]): number {
  return textbook.median(values as number[]);
}

/** Median of values [count], which is sorted in place: no copy, for use inside a bootstrap. O(count log count). */
export function medianInPlace(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/** Median absolute deviation from the median, not scaled to a standard deviation. O(count). Error: no values. */
export function mad(values: readonly number[]): number {
  return textbook.medianAbsoluteDeviation(values as number[]);
}

/**
 * The p-quantile of values [count], linear between order statistics (type 7 of Hyndman and Fan 1996). O(count log count).
 * Error: no values, or p outside [0, 1].
 */
export function quantile(values: readonly number[], p: number): number {
  return textbook.quantile(values as number[], p);
}

/** P(Bin(count, ½) ≤ k) for k = 0, 1, … up to count, summed in logarithms so that no count underflows. O(1) each. */
function* binomialHalfTails(count: number): Generator<number> {
  let term = -count * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= count; k++) {
    sum += Math.exp(term);
    term += Math.log((count - k) / (k + 1));
    yield Math.min(1, sum);
  }
}

/** P(Bin(count, ½) ≤ k), 0 ≤ k. O(k). */
export function binomialHalfTail(count: number, k: number): number {
  return binomialHalfTails(count).drop(Math.min(k, count)).next().value!;
}

const ranks = new Map<string, number>();

/** l = max{k : P(Bin(count, ½) ≤ k−1) ≤ (1−level)/2}, or 0 when no order statistic reaches the level. */
export function medianRank(count: number, level = 0.95): number {
  const name = `${count}/${level}`;
  let rank = ranks.get(name);
  if (rank === undefined) {
    rank = 0;
    for (const tail of binomialHalfTails(count)) {
      if (2 * rank >= count || tail > (1 - level) / 2) break;
      rank++;
    }
    ranks.set(name, rank);
  }
  return rank;
}

/** Counts below this have no distribution-free 95 % interval of the median: 2·2^-5 > 0.05 ≥ 2·2^-6. */
export const leastForInterval = 6;

/**
 * Median with the order statistics l and count+1−l, which bracket the median of any continuous law with
 * probability ≥ level (Thompson 1936). Below six values the extremes are given, and they cover less than 95 %.
 * O(count log count). Error: no values.
 */
export function medianInterval(values: readonly number[], level = 0.95): Interval {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, medianRank(values.length, level));
  return { value: median(values), lo: sorted[rank - 1], hi: sorted[values.length - rank] };
}
