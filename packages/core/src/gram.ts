// The Gram matrix of a few vectors.

/** out [rows, rows] ← A Aᵀ for A [rows, cols], row-major. rows²·cols/2 multiply-adds. */
export function gramOfRows(a: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += a[i * cols + k] * a[j * cols + k];
      out[i * rows + j] = sum;
      out[j * rows + i] = sum;
    }
  return out;
}
