// A power law through a study's points, where there are enough of them.
import { exponentInterval, type Interval, leastSizes } from "@widthwise/measure";

/** Exponent of y in x with its interval; undefined from too few points or where a value is not positive. */
export function exponentOf(points: readonly { x: number; y: number }[]): Interval | undefined {
  if (points.length < leastSizes || points.some(({ x, y }) => !(x > 0 && y > 0))) return undefined;
  return exponentInterval(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );
}
