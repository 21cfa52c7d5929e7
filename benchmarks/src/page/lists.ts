// Lists as tables and axes need them.

/** Distinct values in order of size or of the alphabet. */
export function distinct<T extends string | number>(values: Iterable<T>): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Of a list that is not empty. */
export const lastOf = <T>(values: readonly T[]): T => values[values.length - 1];
