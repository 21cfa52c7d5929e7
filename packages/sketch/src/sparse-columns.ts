// Columns of a sparse sketch drawn one range at a time, for whoever needs only some of them.
import { fillUniforms, type Key } from "@widthwise/core";
import {
  checkDistribution,
  nonzerosPerColumn,
  type SparseDistribution,
  sparseKinds,
} from "./distribution.ts";

/** Draws columns of a sparse S [rows, cols] on their own, in any order: a range holds the bits that `sample` has there. */
export interface SparseColumns {
  /** entries of a column */
  readonly nnz: number;
  /** entryRow, entryValue [count, nnz] ← columns first … first+count−1. O(count·nnz) and as many Philox blocks. */
  draw(first: number, count: number, entryRow: Int32Array, entryValue: Float64Array): void;
}

/**
 * Columns of a sparse S [rows, cols]. Column c uses uniforms 2·c·nnz … 2·(c+1)·nnz − 1 of the key: R. Floyd's method for
 * the rows (Bentley & Floyd, CACM 30, 1987), then signs. RangeError for a dense kind, and for a
 * distribution that cannot be sampled.
 */
export function sparseColumns(distribution: SparseDistribution, key: Key): SparseColumns {
  checkDistribution(distribution);
  const { kind, rows } = distribution;
  if (!sparseKinds.includes(kind))
    throw new RangeError(
      `columns of a ${kind} sketch are not sparse, accepted are ${sparseKinds.join(", ")}`,
    );
  const nnz = nonzerosPerColumn(distribution);
  const scale = 1 / Math.sqrt(nnz);
  let uniforms = new Float64Array(2 * nnz);
  return {
    nnz,
    draw(first, count, entryRow, entryValue) {
      if (uniforms.length < 2 * nnz * count) uniforms = new Float64Array(2 * nnz * count);
      fillUniforms(key, 2 * nnz * first, uniforms.subarray(0, 2 * nnz * count));
      for (let c = 0; c < count; c++) {
        const at = c * nnz;
        for (let k = 0; k < nnz; k++) {
          const top = rows - nnz + k;
          const drawn = Math.floor(uniforms[2 * at + k] * (top + 1));
          let taken = false;
          for (let e = at; e < at + k && !taken; e++) taken = entryRow[e] === drawn;
          entryRow[at + k] = taken ? top : drawn;
          entryValue[at + k] = uniforms[2 * at + nnz + k] < 0.5 ? -scale : scale;
        }
      }
    },
  };
}
