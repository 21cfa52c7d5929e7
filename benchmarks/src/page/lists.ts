// Lists as tables and axes need them.

/** Distinct values in order of size or of the alphabet. */
export function distinct<T extends string | number>(values: Iterable<T>): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Of a list that is not empty. */
export const lastOf = <T>(values: readonly T[]): T => values[values.length - 1];

/** At most so many of a list, one as far from the next as the other, the last among them. */
export const thinned = <T>(values: readonly T[], most: number): T[] =>
  values.filter((_, k) => (values.length - 1 - k) % Math.ceil(values.length / most) === 0);
