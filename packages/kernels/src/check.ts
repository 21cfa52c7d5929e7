// What is asked of arguments before anything is allocated or written.

/** Throws a RangeError where a size is not a whole number from 1 to `most`; `names` says which sizes these are. */
export function checkSizes(names: string, sizes: readonly number[], most: number): void {
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= most)) return;
  throw new RangeError(`${names} must be whole numbers from 1 to ${most}, got ${sizes.join(", ")}`);
}

/** Throws a RangeError where an array of this shape does not hold `count` numbers. */
export function checkLength(
  name: string,
  array: { readonly length: number },
  shape: string,
  count: number,
): void {
  if (array.length === count) return;
  throw new RangeError(`${name} must be ${shape}, which is ${count} numbers; got ${array.length}`);
}
