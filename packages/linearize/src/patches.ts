// Windows of images as rows of a matrix, by which the gradient of a convolution is a product.
import type { Tensor, Tf } from "./tf.ts";

/** All size × size windows of x [B, h, w, c]: [B, h′, w′, size²·c], in the order of a filter [size, size, c, ·]. */
export function patchesOf(tf: Tf, x: Tensor, size: number, padding: "same" | "valid"): Tensor {
  const before = padding === "same" ? Math.floor((size - 1) / 2) : 0;
  const after = padding === "same" ? size - 1 - before : 0;
  const around: [number, number] = [before, after];
  const padded = padding === "same" ? tf.pad(x, [[0, 0], around, around, [0, 0]]) : x;
  const [examples, h, w, c] = padded.shape;
  const windows: Tensor[] = [];
  for (let row = 0; row < size; row++)
    for (let col = 0; col < size; col++)
      windows.push(tf.slice(padded, [0, row, col, 0], [examples, h - size + 1, w - size + 1, c]));
  return tf.concat(windows, 3);
}
