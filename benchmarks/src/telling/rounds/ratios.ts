// Ratios of times, paired where both were visited in turn, and what they are called in words.
import {
  commonRounds,
  type Interval,
  leastForInterval,
  pairedRatio,
  scheduleStream,
  type TimedCell,
  type TimeRatio,
  timeRatio,
} from "@widthwise/measure";
import type { Text } from "../../page/document.ts";
import { ratioInterval } from "../../page/units.ts";

/** The kind of the interval is told where the result knows it. */
type ToldRatio = Interval & { readonly kind?: TimeRatio["kind"] };

/** Time of a over time of b. */
export function ratioOf(a: TimedCell, b: TimedCell, seed: number): ToldRatio {
  const options = { key: { seed, stream: scheduleStream }, resamples: 1000 };
  const older = a.timing.turn === undefined && b.timing.turn === undefined;
  return older ? ratioOfOlder(a, b, options) : timeRatio(a.timing, b.timing, options);
}

/** Results that do not say turns: on rounds of one number, or from the intervals where those are fewer than six. */
function ratioOfOlder(a: TimedCell, b: TimedCell, options: Parameters<typeof pairedRatio>[2]): Interval {
  const [x, y] = [a.timing, b.timing];
  const pairs = commonRounds(x, y);
  return pairs.a.length < leastForInterval
    ? { value: x.median / y.median, lo: x.lo / y.hi, hi: x.hi / y.lo }
    : pairedRatio(pairs.a, pairs.b, options);
}

/** "12.1× [11.9, 12.4] (paired)". */
export function ratioWords(found: ToldRatio): Text {
  return `${ratioInterval(found)}${found.kind === undefined ? "" : ` (${found.kind})`}`;
}

/**
 * "**12.1× [11.9, 12.4] faster** than", before the name of the slow one, or "**… faster**", alone: an interval on both sides
 * of 1 is not called a difference.
 */
export function comparison(
  slow: TimedCell,
  fast: TimedCell,
  seed: number,
  form: "before a name" | "alone" = "before a name",
): Text {
  const found = ratioOf(slow, fast, seed);
  const { value, lo, hi } = found;
  const interval = ratioWords(value >= 1 ? found : { ...found, value: 1 / value, lo: 1 / hi, hi: 1 / lo });
  const [from, than] = form === "alone" ? ["", ""] : [" from,", " than"];
  if (lo <= 1 && hi >= 1) return `not resolved${from} ${interval}`;
  return value >= 1 ? `**${interval} faster**${than}` : `${interval} slower${than}`;
}
