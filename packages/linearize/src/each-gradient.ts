// Gradients of single examples, as outer products where they are.
import type { Tensor2D, Tf } from "./tf.ts";

/**
 * The gradient of one output at each of B examples for one parameter: `full` [B, size], or, where a weight [i, o] is used
 * once per example, its two factors left [B, i] and right [B, o], whose outer products it is.
 */
export type EachGradient =
  | { readonly full: Tensor2D }
  | { readonly left: Tensor2D; readonly right: Tensor2D };

/** The same with outer products written out: [B, i·o]. */
export function full(tf: Tf, gradient: EachGradient): Tensor2D {
  if ("full" in gradient) return gradient.full;
  const { left, right } = gradient;
  const [examples, i] = left.shape;
  const o = right.shape[1];
  const products = tf.mul(tf.reshape(left, [examples, i, 1]), tf.reshape(right, [examples, 1, o]));
  return tf.reshape(products, [examples, i * o]);
}
