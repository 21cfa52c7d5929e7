import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues of the symmetric matrix a [n, n], row-major, ascending. O(n³). */
export function symmetricEigenvalues(a: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n));
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues).sort();
}
