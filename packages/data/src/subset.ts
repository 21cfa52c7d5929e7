// Which examples a run of a given size takes.
import { fillUniforms } from "@widthwise/core";
import { DataError, type Split } from "./dataset.ts";

/** Random stream of the choice among the examples of a set. */
export const subsetStream = 4;

/**
 * Indices of n examples, class-balanced (sizes of classes differ by at most one), drawn without replacement by the
 * seed and interleaved over classes, so that a smaller n takes a prefix of a larger one. O(count log count). DataError when
 * n exceeds the split.
 */
export function balancedSubset(
  split: Pick<Split, "count" | "classes" | "labels">,
  n: number,
  seed: number,
): Int32Array {
  if (n > split.count)
    throw new DataError(`n = ${n} is more than the ${split.count} examples that the data set has`);
  const keys = new Float64Array(split.count);
  fillUniforms({ seed, stream: subsetStream }, 0, keys);
  const byClass: number[][] = Array.from({ length: split.classes }, () => []);
  for (let i = 0; i < split.count; i++) byClass[split.labels[i]].push(i);
  for (const members of byClass) members.sort((i, j) => keys[i] - keys[j]);
  const chosen = new Int32Array(n);
  for (let filled = 0, depth = 0; filled < n; depth++)
    for (const members of byClass)
      if (filled < n && depth < members.length) chosen[filled++] = members[depth];
  return chosen;
}
