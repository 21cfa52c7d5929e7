// Statistics of values some of which may not be there: not a number then, where the plain ones refuse to answer.
import {
  type Interval,
  largest,
  median,
  medianInterval,
  type PairedOptions,
  pairedRatio,
  smallest,
  spearman,
} from "@widthwise/measure";
import { isThere } from "../page/units.ts";

/** Of what is not there. */
export const nowhere: Interval = { value: Number.NaN, lo: Number.NaN, hi: Number.NaN };
const whole = (values: readonly number[]) => values.length > 0 && values.every(isThere);

/** The median; NaN of none, and where one is not there. */
export const middleOf = (values: readonly number[]): number => (whole(values) ? median(values) : Number.NaN);

/** The median with its interval. */
export const middleInterval = (values: readonly number[]): Interval =>
  whole(values) ? medianInterval(values) : nowhere;

/** The median with the least and the most, of few values. */
export const spreadOf = (values: readonly number[]): Interval =>
  whole(values) ? { value: median(values), lo: smallest(values), hi: largest(values) } : nowhere;

/** Spearman's rank correlation. */
export const rankCorrelation = (x: readonly number[], y: readonly number[]): number =>
  whole(x) && whole(y) ? spearman(x, y) : Number.NaN;

/** Ratio of times of the same rounds, a over b. */
export const ratioOver = (a: readonly number[], b: readonly number[], options: PairedOptions): Interval =>
  a.length === b.length && whole(a) && whole(b) ? pairedRatio(a, b, options) : nowhere;

/** The one with the largest value; one whose value is not there comes before all others, since it might be larger. */
export function largestBy<T>(all: readonly T[], of: (one: T) => number): T | undefined {
  const most = largest(all.map(of));
  return all.find((one) => Object.is(of(one), most));
}
