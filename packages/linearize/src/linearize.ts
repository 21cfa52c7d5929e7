// A network at one θ as its value and its Jacobian, the latter by its action alone.
import { flat, type Parameters, parameterCount, unflat } from "./model.ts";
import type { Network } from "./network.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

/**
 * J [B·C, p] at one θ and X, by its action: on tensors, and on float64 rows for solvers (float32 within; needs a backend
 * that reads synchronously, so not tfjs-webgpu). About three forward passes per application.
 */
export interface Jacobian {
  /** B·C */
  readonly rows: number;
  /** p */
  readonly cols: number;
  /** J v [B, C] */
  push(direction: Parameters): Tensor2D;
  /** Jᵀ u, u [B, C] */
  pull(cotangent: Tensor2D): Tensor[];
  /** out [rows] ← J x */
  apply(x: Float64Array, out: Float64Array): void;
  /** out [cols] ← Jᵀ y */
  applyT(y: Float64Array, out: Float64Array): void;
}

/**
 * f(θ; X) [B, C], the caller's, and J there. θ and X are borrowed. One forward pass. RangeError for parameters that are
 * not the network's.
 *
 * @example
 * const { value, jacobian } = linearize(network, parameters, X);
 * const moved = jacobian.push(direction); // J v [B, C]: f(θ + εv) is value + ε·moved to first order
 * const gradient = jacobian.pull(tf.sub(value, y)); // Jᵀ(f − y), parameter by parameter
 */
export function linearize(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
): { readonly value: Tensor2D; readonly jacobian: Jacobian } {
  const { tf } = network;
  const value = network.forward(parameters, inputs);
  const [examples, outputs] = value.shape;
  const push = (direction: Parameters) => tf.tidy(() => network.jvp(parameters, inputs, direction).tangent);
  const pull = (cotangent: Tensor2D) =>
    tf.tidy(() => network.vjp(parameters, inputs, () => cotangent).gradient);
  const jacobian: Jacobian = {
    rows: examples * outputs,
    cols: parameterCount(network),
    push,
    pull,
    apply(x, out) {
      tf.tidy(() => {
        out.set(push(unflat(network, x)).dataSync());
      });
    },
    applyT(y, out) {
      tf.tidy(() => {
        flat(pull(tf.tensor2d(Float32Array.from(y), [examples, outputs])), out);
      });
    },
  };
  return { value, jacobian };
}
