// Every combination of some values: the grid that a study's jobs lie on.

type Lists = Readonly<Record<string, readonly unknown[]>>;

/** One value of each list by the list's name; those of the last list vary fastest. */
export function combinations<L extends Lists>(lists: L): { [name in keyof L]: L[name][number] }[] {
  const found = Object.entries(lists).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return found as { [name in keyof L]: L[name][number] }[];
}
