// How medians and spreads over seeds are written.
import { type Interval, leastForInterval } from "@widthwise/measure";
import { interval, percent, significant } from "../page/units.ts";
import { medianOf, type Seeds } from "./seeds.ts";

/** Two digits; below float32's rounding of a cosine there is nothing. */
const rough = (value: number) => (Math.abs(value) < 1e-7 ? "0" : significant(value, 2));

/** "0.12": a median over seeds, or that a seed blew up. */
export function medianText(seeds: Seeds, measure: string, show: (value: number) => string = rough): string {
  const found = medianOf(seeds, measure);
  return found === undefined ? "diverged" : show(found.value);
}

/** "94.1 % [93.8 %, 94.6 %]": the same with its interval. */
export function medianIntervalText(seeds: Seeds, measure: string, show: (value: number) => string): string {
  const found = medianOf(seeds, measure);
  return found === undefined ? "diverged" : interval(found, show);
}

/** "0.12 to 0.34": from the median of one measure to that of another, which a seed that blew up has not. */
export function changeText(seeds: Seeds, from: string, to: string): string {
  const end = medianText(seeds, to);
  return medianOf(seeds, to) === undefined ? end : `${medianText(seeds, from)} to ${end}`;
}

/** A number of all seeds with the least and the most of them, where they differ. */
export function spreadText(found: Interval, digits = 3): string {
  const show = (value: number) => significant(value, digits);
  return found.lo === found.hi ? show(found.value) : interval(found, show);
}

/** "1.2 [0.8, 1.6] points": a difference of shares in points of a hundred. */
export const pointsText = (found: Interval) => `${interval(found, (x) => significant(100 * x, 2))} points`;

/** What the intervals of medianOf are. */
export const mediansText = `Medians over seeds; intervals are order statistics at 95 % from ${leastForInterval} seeds on, least and most below.`;

/** How sure the least and the most of so many seeds are about the median over all: it lies outside when all fall on one side. */
export const spreadLevelText = (seeds: number) =>
  `the least and the most of ${seeds} seeds hold the median over all seeds between them with ${percent(1 - 2 ** (1 - seeds))}`;
