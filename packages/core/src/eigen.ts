// Eigenvalues and eigenvectors of a symmetric matrix, by ml-matrix: Householder's tridiagonal form, then QL.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues of the symmetric matrix a [n, n], row-major, ascending. O(n³). */
export function symmetricEigenvalues(a: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n));
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues).sort();
}

/**
 * Eigenvalues, descending, and eigenvectors of the symmetric matrix a [n, n], row-major: row k of `vectors` belongs to
 * value k. About 9 n³ multiply-adds.
 */
export function symmetricEigen(
  a: Float64Array,
  n: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const rows = Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  const order = Array.from({ length: n }, (_, k) => k).sort(
    (i, j) => realEigenvalues[j] - realEigenvalues[i],
  );
  const vectors = new Float64Array(n * n);
  order.forEach((column, k) => {
    for (let i = 0; i < n; i++) vectors[k * n + i] = eigenvectorMatrix.get(i, column);
  });
  return { values: Float64Array.from(order, (k) => realEigenvalues[k]), vectors };
}
