// Examples to learn from, as flat arrays and on a device; and what a network has to know of them.
import type { Tf } from "@widthwise/linearize";

type Tensor2D = ReturnType<Tf["tensor2d"]>;

/** How examples are chosen. */
export interface Choice {
  /** to train on, and to test on */
  readonly n: number;
  readonly unseen: number;
  readonly seed: number;
}

/** What a network has to know: numbers per example, outputs, and how the numbers lie. */
export type Shape = { readonly d: number; readonly outputs: number } & (
  | { readonly kind: "vectors" }
  /** [side², channels] */
  | { readonly kind: "images"; readonly side: number; readonly channels: number }
  /** d of them, each below `vocabulary` */
  | { readonly kind: "tokens"; readonly vocabulary: number }
);

/** Chosen examples as flat arrays. */
export interface Drawn {
  readonly shape: Shape;
  readonly train: Rows;
  readonly unseen: Rows;
}

interface Rows {
  /** [count, d], integers of tokens */
  readonly inputs: Float32Array | Int32Array;
  /** [count, outputs] */
  readonly targets: Float32Array;
  /** class of each example [count]; empty where the targets are numbers */
  readonly classes: Uint8Array;
}

/** Chosen examples on a device. */
export interface Examples {
  readonly count: number;
  /** [count, d], int32 of tokens */
  readonly inputs: Tensor2D;
  /** [count, outputs] */
  readonly targets: Tensor2D;
  readonly classes: Uint8Array;
}

/** Copies rows to a device; the tensors are the caller's. */
export function examplesOn(tf: Tf, { d, outputs }: Shape, { inputs, targets, classes }: Rows): Examples {
  const count = targets.length / outputs;
  return {
    count,
    inputs: tf.tensor2d(inputs, [count, d], inputs instanceof Int32Array ? "int32" : "float32"),
    targets: tf.tensor2d(targets, [count, outputs]),
    classes,
  };
}

/** Share of rows of outputs [n, C] whose largest entry is at the class. */
export function accuracyOf(outputs: Float32Array, classes: Uint8Array): number {
  const width = outputs.length / classes.length;
  let right = 0;
  for (let i = 0; i < classes.length; i++) {
    let best = 0;
    for (let c = 1; c < width; c++) if (outputs[i * width + c] > outputs[i * width + best]) best = c;
    if (best === classes[i]) right++;
  }
  return right / classes.length;
}
