// The Jacobian written out, for sizes at which that is possible.

import { full } from "./each-gradient.ts";
import type { Network } from "./network.ts";
import { type Features, rowsOf } from "./tangent-kernel.ts";
import type { Tensor2D } from "./tf.ts";

/** J at examples first … first+count−1, parameter by parameter [count·C, size]: 4·count·C·p bytes. C backward passes. */
export function fullRows(network: Network, features: Features, first: number, count: number): Tensor2D[] {
  const { tf } = network;
  return tf.tidy(() =>
    rowsOf(network, features, first, count).map((rows) => {
      if ("full" in rows) return rows.full;
      const outputs = rows.right.shape[0] / count;
      const repeated = tf.tile(tf.expandDims(rows.left, 1), [1, outputs, 1]);
      const left = tf.reshape(repeated, [count * outputs, rows.left.shape[1]]) as Tensor2D;
      return full(tf, { left, right: rows.right });
    }),
  );
}
