// Sketches with a few ±1/√nnz in every column: sparse sign (Nelson & Nguyễn 2013), and with one entry the count sketch
// (Charikar, Chen & Farach-Colton 2002; Clarkson & Woodruff 2013).
import type { Key } from "@widthwise/core";
import type { SparseDistribution } from "./distribution.ts";
import type { CountWork, Projection } from "./projection.ts";
import { sparseColumns } from "./sparse-columns.ts";

/** Columns drawn at a time. */
const DRAWN = 1024;

/** cols·nnz entries stored, and as many multiply-adds per vector. */
export function sparseSign(distribution: SparseDistribution, key: Key, count: CountWork): Projection {
  const { rows, cols } = distribution;
  const columns = sparseColumns(distribution, key);
  const { nnz } = columns;
  const entryRow = new Int32Array(cols * nnz);
  const entryValue = new Float64Array(cols * nnz);
  for (let c = 0; c < cols; c += DRAWN) {
    const some = Math.min(DRAWN, cols - c);
    columns.draw(c, some, entryRow.subarray(c * nnz), entryValue.subarray(c * nnz));
  }
  const product = (a: Float64Array, width: number, out: Float64Array, transposed: boolean) => {
    out.fill(0, 0, (transposed ? cols : rows) * width);
    for (let c = 0; c < cols; c++)
      for (let e = c * nnz; e < (c + 1) * nnz; e++) {
        const to = (transposed ? c : entryRow[e]) * width;
        const from = (transposed ? entryRow[e] : c) * width;
        for (let k = 0; k < width; k++) out[to + k] += entryValue[e] * a[from + k];
      }
    count(cols * nnz * width, cols * nnz * (2 * width + 1.5), cols * nnz * width);
  };
  return {
    applyMatrix: (a, width, out) => product(a, width, out, false),
    applyTMatrix: (a, width, out) => product(a, width, out, true),
  };
}
