// Every combination of some values: the grid that a study's jobs lie on.
import { counted, reserve } from "./up-to.ts";

type Lists = Readonly<Record<string, readonly unknown[]>>;

/**
 * One value of each list by the list's name; those of the last list vary fastest.
 * UsageError where there would be more of them than jobs are accepted.
 */
export function combinations<L extends Lists>(lists: L): { [name in keyof L]: L[name][number] }[] {
  counted(() => reserve(Object.values(lists).reduce((product, { length }) => product * length, 1)));
  const found = Object.entries(lists).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return found as { [name in keyof L]: L[name][number] }[];
}
