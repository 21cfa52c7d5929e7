// A projection S [rows, cols] by its action on matrices: what every kind of sketch makes, and how it counts its work.

/** S and Sᵀ applied to matrices of `width` columns, row-major float64. */
export interface Projection {
  /** out [rows, width] ← S a, a [cols, width] */
  applyMatrix(a: Float64Array, width: number, out: Float64Array): void;
  /** out [cols, width] ← Sᵀ a, a [rows, width] */
  applyTMatrix(a: Float64Array, width: number, out: Float64Array): void;
}

/** Adds to the counters: multiply-adds, and numbers of 8 bytes read and written. */
export type CountWork = (macs: number, read: number, written: number) => void;
