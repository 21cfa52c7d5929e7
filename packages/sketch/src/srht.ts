// The subsampled randomised Hadamard transform √(P/rows)·R·H·D: Ailon & Chazelle 2006; Drineas, Mahoney, Muthukrishnan &
// Sarlós 2011; Tropp 2011.
import { fillUniforms, type Key } from "@widthwise/core";
import { type Distribution, paddedOrder } from "./distribution.ts";
import type { CountWork, Projection } from "./projection.ts";
import { walshHadamard } from "./walsh-hadamard.ts";

/** cols signs and rows indices stored; P·log₂ P additions per vector, P the padded order. */
export function srht({ rows, cols }: Distribution, key: Key, count: CountWork): Projection {
  const order = paddedOrder(cols);
  const levels = Math.log2(order);
  const uniforms = new Float64Array(cols);
  fillUniforms(key, 0, uniforms);
  const signs = Int8Array.from(uniforms, (u) => (u < 0.5 ? -1 : 1));
  const picked = subset(rows, order, key, cols);
  const scale = 1 / Math.sqrt(rows);
  let work = new Float64Array(order);
  const room = (width: number) => {
    if (work.length < order * width) work = new Float64Array(order * width);
    return work;
  };
  return {
    applyMatrix(a, width, out) {
      const x = room(width);
      for (let c = 0; c < cols; c++) for (let k = c * width; k < (c + 1) * width; k++) x[k] = signs[c] * a[k];
      x.fill(0, cols * width, order * width);
      walshHadamard(x, order, width);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < width; k++) out[r * width + k] = scale * x[picked[r] * width + k];
      count(
        (cols + order * levels + rows) * width,
        (cols + order * levels + rows) * width,
        (order * (levels + 1) + rows) * width,
      );
    },
    applyTMatrix(a, width, out) {
      const x = room(width).fill(0, 0, order * width);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < width; k++) x[picked[r] * width + k] = scale * a[r * width + k];
      walshHadamard(x, order, width);
      for (let c = 0; c < cols; c++)
        for (let k = c * width; k < (c + 1) * width; k++) out[k] = signs[c] * x[k];
      count(
        (rows + order * levels + cols) * width,
        (rows + order * levels + cols) * width,
        (order * (levels + 1) + cols) * width,
      );
    },
  };
}

/** `size` different numbers below `order`, ascending: R. Floyd's method, Bentley & Floyd, CACM 30 (1987). O(order). */
function subset(size: number, order: number, key: Key, firstUniform: number): Int32Array {
  const uniforms = new Float64Array(size);
  fillUniforms(key, firstUniform, uniforms);
  const taken = new Uint8Array(order);
  for (let k = 0; k < size; k++) {
    const top = order - size + k;
    const drawn = Math.floor(uniforms[k] * (top + 1));
    taken[taken[drawn] ? top : drawn] = 1;
  }
  const picked = new Int32Array(size);
  for (let at = 0, k = 0; at < order; at++) if (taken[at]) picked[k++] = at;
  return picked;
}
