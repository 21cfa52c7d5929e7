// Symmetric positive definite systems: the Cholesky factor, and solving with it.

/**
 * How a factorisation ended. The outcome is a value: a matrix that is not positive definite to working precision is a
 * finding about the data (duplicated inputs, inputs at which nothing fires), not a crash. `pivot` is the row at which it
 * broke down.
 */
export type Solved = { readonly status: "solved" } | { readonly status: "breakdown"; readonly pivot: number };

/**
 * A pivot below this fraction of the largest diagonal entry is rounding noise: n·2^-52, N. Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002, §10.3.
 */
export const pivotFloor = (n: number): number => n * 2 ** -52;

/**
 * a [n, n] ← L with A = L Lᵀ in the lower triangle (the upper is left alone), row-major. n³/6 multiply-adds.
 * Row-oriented, so that both inner products run along memory. `leastPivot`, the least pivot accepted as a fraction of the
 * largest diagonal entry, is given where the entries of A are known less precisely than to rounding.
 */
export function choleskyFactor(a: Float64Array, n: number, leastPivot = pivotFloor(n)): Solved {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, a[i * n + i]);
  const floor = largest * leastPivot;
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = a[row + j];
      for (let k = 0; k < j; k++) sum -= a[row + k] * a[other + k];
      if (j < i) a[row + j] = sum / a[other + j];
      else if (sum > floor) a[row + i] = Math.sqrt(sum);
      else return { status: "breakdown", pivot: i };
    }
  }
  return { status: "solved" };
}

/** x [n] ← A⁻¹ b in place, b given in x, from the factor in the lower triangle of l [n, n]. n² multiply-adds. */
export function choleskySolve(l: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= l[i * n + k] * x[k];
    x[i] = sum / l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i] / l[i * n + i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= l[i * n + k] * value;
  }
}

/** Multiply-adds of a factor and one solve: n(n²−1)/6 for the inner products, n² for the two triangular systems. */
export const choleskyMacs = (n: number) => (n * (n * n - 1)) / 6 + n * (n - 1);
