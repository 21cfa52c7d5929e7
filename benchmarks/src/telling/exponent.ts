// A power law through a study's points, where there are enough of them.
import { exponentInterval, type Interval, leastSizes } from "@widthwise/measure";
import { isThere } from "../page/units.ts";

/** Exponent of y in x with its interval; undefined from too few points, and where a value is not there or not positive. */
export function exponentOf(points: readonly { x: number; y: number }[]): Interval | undefined {
  const positive = (value: number) => isThere(value) && value > 0;
  if (new Set(points.map(({ x }) => x)).size < leastSizes) return undefined;
  if (!points.every(({ x, y }) => positive(x) && positive(y))) return undefined;
  return exponentInterval(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );
}
