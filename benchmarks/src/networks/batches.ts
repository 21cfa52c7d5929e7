// Minibatches: no example twice in an epoch, an order of its own for each.
import { type IterativeLinearisation, shuffled, type Tf } from "@widthwise/linearize";
import type { Examples } from "./examples.ts";

type Tensor1D = ReturnType<Tf["tensor1d"]>;

interface Batching {
  /** examples per batch */
  readonly batch: number;
  readonly seed: number;
  /** whether a last batch that is not whole is one; default false, where there are others */
  readonly rest?: boolean;
}

/** Indices of the batches of one epoch over n examples. */
export function batchesOf(n: number, epoch: number, { batch, seed, rest = false }: Batching): Int32Array[] {
  const order = shuffled(n, epoch, seed);
  const count = rest ? Math.ceil(n / batch) : Math.max(1, Math.floor(n / batch));
  return Array.from({ length: count }, (_, b) => order.subarray(b * batch, (b + 1) * batch));
}

/** Epoch after epoch, without end. */
export function* endlessBatches(n: number, batching: Batching): Generator<Int32Array, never> {
  for (let epoch = 0; ; epoch++) yield* batchesOf(n, epoch, batching);
}

/** Inputs and targets of the examples with these indices, the caller's. */
export const examplesAt = (tf: Tf, { inputs, targets }: Examples, indices: Tensor1D) =>
  [tf.gather(inputs, indices), tf.gather(targets, indices)] as const;

/** One step on the examples with these indices. */
export function stepOn(
  tf: Tf,
  training: IterativeLinearisation,
  examples: Examples,
  indices: Int32Array,
): void {
  const rows = tf.tensor1d(indices, "int32");
  const batch = examplesAt(tf, examples, rows);
  training.step(...batch);
  tf.dispose([rows, ...batch]);
}
