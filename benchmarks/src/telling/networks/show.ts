// How the studies of feature learning write their numbers.
import type { Interval } from "@widthwise/measure";
import { percent, significant } from "../../page/units.ts";
import { medianOf, type Seeds } from "../seeds.ts";

/** Below float32's rounding of a cosine there is nothing. */
export const measured = (value: number) => (Math.abs(value) < 1e-7 ? "0" : significant(value, 2));

/** A median over seeds, or that a seed blew up. */
export function shown(runs: Seeds, measure: string, show: (value: number) => string = measured): string {
  const found = medianOf(runs, measure);
  return found === undefined ? "diverged" : show(found.value);
}

export const interval = ({ value, lo, hi }: Interval, show: (value: number) => string) =>
  `${show(value)} [${show(lo)}, ${show(hi)}]`;

/** The same with its interval. */
export function shownInterval(runs: Seeds, measure: string, show: (value: number) => string): string {
  const found = medianOf(runs, measure);
  return found === undefined ? "diverged" : interval(found, show);
}

/** A number of all seeds with the least and the most of them, where they differ. */
export function spread(found: Interval, digits = 3): string {
  const show = (value: number) => significant(value, digits);
  return found.lo === found.hi ? show(found.value) : interval(found, show);
}

/** A difference of shares in points of a hundred. */
export const points = (found: Interval) => `${interval(found, (x) => significant(100 * x, 2))} points`;

/** How sure the least and the most of so many seeds are about the median over all: it lies outside when all fall on one side. */
export const seedsWords = (seeds: number) =>
  `the least and the most of ${seeds} seeds hold the median over all seeds between them with ${percent(1 - 2 ** (1 - seeds))}`;
