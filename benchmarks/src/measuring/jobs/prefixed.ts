// Measures by longer names, for a cell that holds several of one kind.

/** Measures by longer names: { macs } as step is { stepMacs }. */
export function prefixed<M extends { readonly [name in keyof M]: number }>(
  prefix: string,
  measures: M,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries<number>(measures).map(([name, value]) => [
      `${prefix}${name[0].toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}
