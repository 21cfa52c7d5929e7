// Curves as measures: a list per name, over the looks at a run.

/** One list per name of the rows, in their order; the names are those of the first row, which there must be. */
export function listsOf<Row extends { readonly [name in keyof Row]: number }>(
  rows: readonly Row[],
): { [name in keyof Row]: number[] } {
  const names = Object.keys(rows[0]) as (keyof Row)[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row): number => row[name])])) as {
    [name in keyof Row]: number[];
  };
}
