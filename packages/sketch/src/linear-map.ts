// Linear maps by their action alone: the currency between Jacobians, sketches and solvers.

/** A [rows, cols] by its action on dense float64 vectors. */
export interface LinearMap {
  readonly rows: number;
  readonly cols: number;
  /** out [rows] ← A x, x [cols] */
  apply(x: Float64Array, out: Float64Array): void;
  /** out [cols] ← Aᵀ y, y [rows] */
  applyT(y: Float64Array, out: Float64Array): void;
  /** out [cols] ← row i of A, where that is cheaper than Aᵀ e_i */
  row?(i: number, out: Float64Array): void;
}

/**
 * The dense matrix a [rows, cols], row-major, as a map that borrows it. rows·cols multiply-adds per application. RangeError
 * where a has another size.
 */
export function denseMap(a: Float64Array, rows: number, cols: number): LinearMap {
  if (a.length !== rows * cols)
    throw new RangeError(`the matrix holds ${a.length} numbers, rows·cols = ${rows}·${cols} are needed`);
  return {
    rows,
    cols,
    apply(x, out) {
      for (let i = 0; i < rows; i++) {
        let sum = 0;
        for (let k = 0; k < cols; k++) sum += a[i * cols + k] * x[k];
        out[i] = sum;
      }
    },
    applyT(y, out) {
      out.fill(0, 0, cols);
      for (let i = 0; i < rows; i++) for (let k = 0; k < cols; k++) out[k] += a[i * cols + k] * y[i];
    },
    row: (i, out) => out.set(a.subarray(i * cols, (i + 1) * cols)),
  };
}

/** G = J Jᵀ by its action: out [n] ← J (Jᵀ g), J [n, p]. One application of J and one of Jᵀ; keeps a vector of length p. */
export function gramOf(jacobian: LinearMap): (g: Float64Array, out: Float64Array) => void {
  const between = new Float64Array(jacobian.cols);
  return (g, out) => {
    jacobian.applyT(g, between);
    jacobian.apply(between, out);
  };
}
