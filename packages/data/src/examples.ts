import type { Split } from "./dataset.ts";
import { balancedSubset } from "./subset.ts";

/** `parity`: ±1 by whether the class is even or odd, one output. `one-hot`: one output a class. */
export type Labels = "parity" | "one-hot";

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

/** The named examples of a split as flat arrays. O(n·d). */
export function gather(split: Split, indices: Int32Array, labels: Labels): Examples {
  const { d } = split;
  const n = indices.length;
  const inputs = new Float64Array(n * d);
  const classes = Uint8Array.from(indices, (i) => split.labels[i]);
  const outputs = labels === "parity" ? 1 : split.classes;
  const targets = new Float64Array(n * outputs);
  for (let k = 0; k < n; k++) {
    split.row(indices[k], inputs.subarray(k * d, (k + 1) * d));
    if (labels === "parity") targets[k] = classes[k] % 2 === 0 ? 1 : -1;
    else targets[k * outputs + classes[k]] = 1;
  }
  return { n, d, inputs, labels: targets, outputs, classes };
}

/** n class-balanced training examples, chosen by the seed. */
export function trainingExamples(split: Split, n: number, labels: Labels, seed: number): Examples {
  return gather(split, balancedSubset(split, n, seed), labels);
}
