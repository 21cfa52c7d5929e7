// The Gaussian sketch: independent N(0, 1/rows), for which E[SᵀS] = I.
import { fillNormals, type Key } from "@widthwise/core";
import type { Distribution } from "./distribution.ts";
import type { CountWork, Projection } from "./projection.ts";

/** S stored whole: rows·cols numbers, and as many multiply-adds per vector. */
export function gaussian({ rows, cols }: Distribution, key: Key, count: CountWork): Projection {
  const s = new Float64Array(rows * cols);
  fillNormals(key, 0, s);
  for (let k = 0; k < s.length; k++) s[k] /= Math.sqrt(rows);
  const product = (a: Float64Array, width: number, out: Float64Array, transposed: boolean) => {
    const outer = transposed ? cols : rows;
    const inner = transposed ? rows : cols;
    out.fill(0, 0, outer * width);
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        const entry = transposed ? s[j * cols + i] : s[i * cols + j];
        for (let k = 0; k < width; k++) out[i * width + k] += entry * a[j * width + k];
      }
    count(rows * cols * width, rows * cols + inner * width, outer * width);
  };
  return {
    applyMatrix: (a, width, out) => product(a, width, out, false),
    applyTMatrix: (a, width, out) => product(a, width, out, true),
  };
}
