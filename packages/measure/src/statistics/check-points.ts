// The one check of points (x, y) before a line or a parabola is put through them.

/** Throws a RangeError, in the name of the caller, unless x and y are equally long and at least `least` long. */
export function checkPoints(caller: string, x: readonly number[], y: readonly number[], least: number): void {
  if (x.length !== y.length) throw new RangeError(`${caller}: ${x.length} x values but ${y.length} y values`);
  if (x.length < least)
    throw new RangeError(`${caller}: at least ${least} points are needed, got ${x.length}`);
}
