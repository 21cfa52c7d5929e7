// Matrices with known singular values or orthonormal rows, for the tests.
import { fillNormals, type Key } from "@widthwise/core";

/** [rows, cols] of independent standard normal numbers. */
export function normals(rows: number, cols: number, key: Key): Float64Array {
  const a = new Float64Array(rows * cols);
  fillNormals(key, 0, a);
  return a;
}

/** The rows of a [rows, cols] made orthonormal, rows ≤ cols: modified Gram–Schmidt, twice. */
export function orthonormalRows(a: Float64Array, rows: number, cols: number): Float64Array {
  const q = a.slice();
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < rows; i++) {
      const row = q.subarray(i * cols, (i + 1) * cols);
      for (let j = 0; j < i; j++) {
        let inner = 0;
        for (let k = 0; k < cols; k++) inner += row[k] * q[j * cols + k];
        for (let k = 0; k < cols; k++) row[k] -= inner * q[j * cols + k];
      }
      const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
      for (let k = 0; k < cols; k++) row[k] /= length;
    }
  return q;
}

/** J [n, p] = U diag(singular values) Vᵀ with U, V orthonormal: cond(J Jᵀ) is the square of the values' ratio. */
export function jacobianWith(singular: number[], p: number, seed: number): Float64Array {
  const n = singular.length;
  const u = orthonormalRows(normals(n, n, { seed, stream: 1 }), n, n);
  const v = orthonormalRows(normals(n, p, { seed, stream: 2 }), n, p);
  const j = new Float64Array(n * p);
  for (let i = 0; i < n; i++)
    for (let l = 0; l < n; l++)
      for (let k = 0; k < p; k++) j[i * p + k] += u[i * n + l] * singular[l] * v[l * p + k];
  return j;
}

/** Values falling geometrically from 1 to 1/ratio. */
export const geometric = (n: number, ratio: number) =>
  Array.from({ length: n }, (_, i) => ratio ** (-i / Math.max(1, n - 1)));
