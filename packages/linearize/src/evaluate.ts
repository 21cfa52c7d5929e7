// Loss and accuracy of any model over many examples, and the order in which an epoch takes them.
import { fillUniforms } from "@widthwise/core";
import type { Loss } from "./loss.ts";
import type { Model, Parameters } from "./model.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

const epochsStream = 61;

/**
 * Mean loss and share of right answers on X [n, …], y [n, C], `batch` examples at a time. An answer is right where the
 * largest output is that of the target; where there is a single output, where its sign is. One forward pass.
 *
 * @example
 * const { loss, accuracy } = await evaluate(network, parameters, X, y, losses["cross-entropy"]);
 */
export async function evaluate(
  model: Model,
  parameters: Parameters,
  inputs: Tensor,
  targets: Tensor2D,
  loss: Loss,
  batch = 512,
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const { tf } = model;
  const n = inputs.shape[0];
  const total = { loss: 0, correct: 0 };
  for (let first = 0; first < n; first += batch) {
    const count = Math.min(batch, n - first);
    const both = tf.tidy(() => {
      const y = tf.slice(targets, first, count);
      const f = model.forward(parameters, tf.slice(inputs, first, count));
      const hits =
        y.shape[1] === 1 ? tf.greater(tf.mul(f, y), 0) : tf.equal(tf.argMax(f, 1), tf.argMax(y, 1));
      const right = tf.cast(hits, "float32");
      return tf.stack([tf.mul(loss.value(tf, f, y), count), tf.sum(right)]);
    });
    const [sum, correct] = await both.data();
    both.dispose();
    total.loss += sum;
    total.correct += correct;
  }
  return { loss: total.loss / n, accuracy: total.correct / n };
}

/**
 * 0 … n−1 in the random order of an epoch: sorted by uniform draws, so that an epoch can be had without those before
 * it. O(n log n).
 */
export function shuffled(n: number, epoch: number, seed: number): Int32Array {
  const keys = new Float64Array(n);
  fillUniforms({ seed, stream: epochsStream }, epoch * n, keys);
  return Int32Array.from(keys.keys()).sort((i, j) => keys[i] - keys[j]);
}
