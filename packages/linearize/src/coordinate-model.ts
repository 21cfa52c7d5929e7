// The linear model in k coordinates that low-rank training trains.
import type { Model } from "./model.ts";
import type { Tensor, Tensor2D, Tensor3D, Tf } from "./tf.ts";

/**
 * The linear model f(c) = f₀ + P c in k coordinates, as any other model: its one parameter is c [k], its inputs are
 * prepared features [B, C, k + 1], f₀ in the last column. B·C·k multiply-adds per pass, whatever the network's size.
 */
export function coordinateModel(tf: Tf, rank: number): Model {
  const rows = (inputs: Tensor) => tf.reshape(inputs, [inputs.size / (rank + 1), rank + 1]) as Tensor2D;
  const times = (inputs: Tensor, c: Tensor, last: 0 | 1) => {
    const column = tf.reshape(tf.concat([c, tf.fill([1], last)]), [rank + 1, 1]) as Tensor2D;
    return tf.reshape(
      tf.matMul(rows(inputs), column),
      inputs.shape.slice(0, 2) as [number, number],
    ) as Tensor2D;
  };
  const forward = (inputs: Tensor, c: Tensor) => times(inputs, c, 1);
  return {
    tf,
    parameters: [{ name: "coordinates", shape: [rank], role: "output", mean: 0, std: 0, rate: 1 }],
    forward: ([c], inputs) => tf.tidy(() => forward(inputs, c)),
    jvp: ([c], inputs, [v]) => tf.tidy(() => ({ value: forward(inputs, c), tangent: times(inputs, v, 0) })),
    vjp: ([c], inputs, cotangent) =>
      tf.tidy(() => {
        const value = forward(inputs, c);
        // uᵀ P: a row times a matrix needs no transpose of P
        const u = tf.reshape(cotangent(value), [1, value.size]) as Tensor2D;
        const gradient = tf.slice(tf.reshape(tf.matMul(u, rows(inputs)), [rank + 1]), 0, rank);
        return { value, gradient: [gradient] };
      }),
  };
}

/** Prepared features [n, C, k + 1] from P [n·C, k] and f₀ [n, C], which are borrowed. O(n·C·k). */
export function coordinateInputs(tf: Tf, projected: Tensor2D, start: Tensor2D): Tensor3D {
  return tf.tidy(() => {
    const last = tf.reshape(start, [start.size, 1]) as Tensor2D;
    return tf.reshape(tf.concat([projected, last], 1), [...start.shape, projected.shape[1] + 1]) as Tensor3D;
  });
}
