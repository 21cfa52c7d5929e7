// Examples of a set as flat arrays, ready to train on.
import { shortOfMemory } from "@widthwise/core";
import { DataError, type Split } from "./dataset.ts";
import { balancedSubset } from "./subset.ts";

/**
 * `parity`: +1 for even classes and −1 for odd ones, one output. `one-hot`: one output per class, 1 at the example's
 * class, else 0.
 */
export type Labels = "parity" | "one-hot";

/** n examples as flat arrays. */
export interface Examples {
  readonly n: number;
  readonly d: number;
  /** [n, d] row-major, unit rows */
  readonly inputs: Float64Array;
  /** [n, outputs] row-major */
  readonly labels: Float64Array;
  readonly outputs: number;
  /** class of each example [n] */
  readonly classes: Uint8Array;
}

/** The examples of a split with these indices, in their order. O(n·d). DataError where memory does not hold them. */
export function gather(split: Split, indices: Int32Array, labels: Labels): Examples {
  const { d } = split;
  const n = indices.length;
  const outputs = labels === "parity" ? 1 : split.classes;
  const short = shortOfMemory(8 * n * (d + outputs), `${n} examples of ${d} numbers`);
  if (short !== undefined) throw new DataError(short);
  const inputs = new Float64Array(n * d);
  const classes = Uint8Array.from(indices, (i) => split.labels[i]);
  const targets =
    labels === "parity"
      ? Float64Array.from(classes, (label) => (label % 2 === 0 ? 1 : -1))
      : oneHot(classes, outputs);
  for (let k = 0; k < n; k++) split.row(indices[k], inputs.subarray(k * d, (k + 1) * d));
  return { n, d, inputs, labels: targets, outputs, classes };
}

/** [n, outputs] row-major: 1 at the class of each of n examples, else 0. */
export function oneHot(classes: Uint8Array, outputs: number): Float64Array {
  const targets = new Float64Array(classes.length * outputs);
  classes.forEach((label, k) => {
    targets[k * outputs + label] = 1;
  });
  return targets;
}

/**
 * n class-balanced examples, chosen by the seed; the first of them are those of a smaller n. O(n·d + count log count).
 * DataError when the split has fewer.
 */
export function trainingExamples(split: Split, n: number, labels: Labels, seed: number): Examples {
  return gather(split, balancedSubset(split, n, seed), labels);
}
