// Dual numbers over tensors: a + ȧ·ε with ε² = 0. Every operation is linear, bilinear or elementwise, which gives its
// tangent; code that is written for duals thus has a forward derivative without a second version of it.
import { type Nonlinearity, nonlinearities } from "./nonlinearity.ts";
import type { Tensor, Tf } from "./tf.ts";

/** A tensor with its derivative along one direction; no tangent means zero, and costs nothing. */
export interface Dual {
  readonly value: Tensor;
  tangent?: Tensor | undefined;
}

/** f(a) for linear f. */
export function linear(a: Dual, f: (a: Tensor) => Tensor): Dual {
  return { value: f(a.value), tangent: a.tangent && f(a.tangent) };
}

/** f(a, b) for f linear in each argument whose tangent terms have one shape. */
export function bilinear(tf: Tf, a: Dual, b: Dual, f: (a: Tensor, b: Tensor) => Tensor): Dual {
  const left = a.tangent && f(a.tangent, b.value);
  const right = b.tangent && f(a.value, b.tangent);
  return { value: f(a.value, b.value), tangent: left && right ? tf.add(left, right) : (left ?? right) };
}

/** a ∘ b, b broadcast to a. */
export const multiply = (tf: Tf, a: Dual, b: Dual) => bilinear(tf, a, b, (a, b) => tf.mul(a, b));

/** a + b, b broadcast to a. */
export function sum(tf: Tf, a: Dual, b: Dual): Dual {
  const value = tf.add(a.value, b.value);
  if (a.tangent && b.tangent) return { value, tangent: tf.add(a.tangent, b.tangent) };
  const only = a.tangent ?? b.tangent;
  return { value, tangent: only && only.rank < value.rank ? tf.broadcastTo(only, value.shape) : only };
}

/** The derivative of the given order of a nonlinearity, elementwise. */
export function elementwise(tf: Tf, name: Nonlinearity, order: 0 | 1, a: Dual): Dual {
  const derivatives = nonlinearities[name];
  return {
    value: derivatives[order](tf, a.value),
    tangent: a.tangent && tf.mul(derivatives[order + 1](tf, a.value), a.tangent),
  };
}

/** Products never take tfjs's transpose flags: on tfjs-wasm they are 13 to 40 times slower than transposing first. */
export const multiplyMatrices = (tf: Tf, a: Dual, b: Dual) => bilinear(tf, a, b, (a, b) => tf.matMul(a, b));

/** a bᵀ, a [rows, inner], b [cols, inner], by transposing the smaller: in a backward pass rarely the weights. */
export function timesTurned(tf: Tf, a: Tensor, b: Tensor): Tensor {
  const result = (a.size / a.shape[a.rank - 1]) * (b.size / b.shape[b.rank - 1]);
  if (a.size + result < b.size) return turned(tf, tf.matMul(b, turned(tf, a)));
  return tf.matMul(a, turned(tf, b));
}

/** The last two axes exchanged. */
export function turned(tf: Tf, a: Tensor): Tensor {
  const axes = a.shape.map((_, k) => k);
  axes.push(...axes.splice(-2).reverse());
  return tf.transpose(a, axes);
}
