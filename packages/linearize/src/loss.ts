// Losses with two derivatives, meaned over examples.
import type { Dual } from "./dual.ts";
import type { Tensor, Tensor2D, Tf } from "./tf.ts";

/** A loss of outputs f [B, C] and targets y [B, C], meaned over the B examples. */
export interface Loss {
  /** L, a scalar */
  value(tf: Tf, f: Tensor2D, y: Tensor2D): Tensor;
  /** ∂L/∂f [B, C] */
  gradient(tf: Tf, f: Tensor2D, y: Tensor2D): Tensor2D;
  /** (∂²L/∂f²) t [B, C] */
  curvature(tf: Tf, f: Tensor2D, y: Tensor2D, t: Tensor2D): Tensor2D;
}

/** ½‖f − y‖², and the cross-entropy −Σ y log softmax f, whose targets are distributions such as one-hot rows. O(B·C). */
export const losses = {
  square: {
    value: (tf, f, y) => tf.mul(tf.sum(tf.squaredDifference(f, y)), 0.5 / f.shape[0]),
    gradient: (tf, f, y) => tf.mul(tf.sub(f, y), 1 / f.shape[0]),
    curvature: (tf, f, _y, t) => tf.mul(t, 1 / f.shape[0]),
  },
  "cross-entropy": {
    value: (tf, f, y) => tf.mul(tf.sum(tf.mul(y, tf.logSoftmax(f))), -1 / f.shape[0]),
    gradient: (tf, f, y) => tf.mul(tf.sub(tf.softmax(f), y), 1 / f.shape[0]),
    curvature: (tf, f, _y, t) => {
      const s = tf.softmax(f);
      const weighted = tf.mul(s, t);
      return tf.mul(tf.sub(weighted, tf.mul(s, tf.sum(weighted, 1, true))), 1 / f.shape[0]);
    },
  },
} as const satisfies Record<string, Loss>;

/**
 * ∂L/∂f over duals: what `network.hvp` takes to give ∇²L v.
 *
 * @example
 * const { curvature } = network.hvp(parameters, X, v, lossGradient(tf, losses.square, y)); // ∇²L v
 */
export function lossGradient(tf: Tf, loss: Loss, y: Tensor2D): (f: Dual) => Dual {
  return ({ value, tangent }) => ({
    value: loss.gradient(tf, value as Tensor2D, y),
    tangent: tangent && loss.curvature(tf, value as Tensor2D, y, tangent as Tensor2D),
  });
}
