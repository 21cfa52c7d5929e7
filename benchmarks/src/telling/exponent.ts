// A power law through a study's points.
import { type Interval, leastWidths, theilSen } from "@widthwise/measure";

/** Exponent of y in x, Theil and Sen; undefined from too few points or where a value is not positive. */
export function exponentOf(points: readonly { x: number; y: number }[]): Interval | undefined {
  if (points.length < leastWidths || points.some(({ x, y }) => !(x > 0 && y > 0))) return undefined;
  return theilSen(
    points.map(({ x }) => Math.log(x)),
    points.map(({ y }) => Math.log(y)),
  );
}
