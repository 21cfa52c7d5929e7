// Examples of a whole set in float32: those trained on, and those kept apart.
import { permutation } from "@widthwise/core";
import { type Dataset, gather, type Split } from "@widthwise/data";

/** Random stream of the order of the examples. */
const orderStream = 22;
/** Examples converted at a time. */
const PIECE = 4096;

export interface Part {
  readonly n: number;
  /** [n, d], unit rows */
  readonly inputs: Float32Array;
  /** ±1 by even and odd class [n] */
  readonly labels: Float64Array;
}

/** n training examples, the first of a random order, and all that are kept apart. */
export function partsOf(dataset: Dataset, n: number, seed: number): { train: Part; test: Part | undefined } {
  const { train, test } = dataset;
  const order = permutation(train.count, { seed, stream: orderStream });
  return {
    train: partOf(train, order.subarray(0, Math.min(n, train.count))),
    test:
      test &&
      partOf(
        test,
        Int32Array.from({ length: test.count }, (_, i) => i),
      ),
  };
}

function partOf(split: Split, indices: Int32Array): Part {
  const { d } = split;
  const n = indices.length;
  const inputs = new Float32Array(n * d);
  const labels = new Float64Array(n);
  for (let first = 0; first < n; first += PIECE) {
    const piece = gather(split, indices.subarray(first, first + PIECE), "parity");
    inputs.set(piece.inputs, first * d);
    labels.set(piece.labels, first);
  }
  return { n, inputs, labels };
}
