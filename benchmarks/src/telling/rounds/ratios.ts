// Ratios of times in the same rounds, and what they are called in words.
import { type Interval, pairedRatio, scheduleStream, type TimedCell } from "@widthwise/measure";
import type { Text } from "../../page/document.ts";
import { ratioInterval } from "../../page/units.ts";

/** Time of a over time of b, on the rounds that both have; from their intervals where those are fewer than six. */
export function ratioOf(a: TimedCell, b: TimedCell, seed: number): Interval {
  const inB = new Map(b.timing.rounds.map((round, i) => [round, b.timing.samples[i]]));
  const pairs = a.timing.rounds.flatMap((round, i) => {
    const other = inB.get(round);
    return other === undefined ? [] : [[a.timing.samples[i], other]];
  });
  if (pairs.length < 6) {
    const [x, y] = [a.timing, b.timing];
    return { value: x.median / y.median, lo: x.lo / y.hi, hi: x.hi / y.lo };
  }
  return pairedRatio(
    pairs.map(([own]) => own),
    pairs.map(([, other]) => other),
    { key: { seed, stream: scheduleStream }, resamples: 1000 },
  );
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
  const { value, lo, hi } = ratioOf(slow, fast, seed);
  const interval = ratioInterval(
    value >= 1 ? { value, lo, hi } : { value: 1 / value, lo: 1 / hi, hi: 1 / lo },
  );
  const [from, than] = form === "alone" ? ["", ""] : [" from,", " than"];
  if (lo <= 1 && hi >= 1) return `not resolved${from} ${interval}`;
  return value >= 1 ? `**${interval} faster**${than}` : `${interval} slower${than}`;
}
