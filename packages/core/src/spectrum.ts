// The largest eigenvalue of a positive semidefinite matrix, to set a step size by: the Lanczos process (G. Golub,
// C. Van Loan, Matrix Computations, 4th ed., chapter 10).
import { dot, norm } from "./norm.ts";
import { fillNormals } from "./normal.ts";

const startStream = 0;
/** A few units in the last place: a Ritz value that grows by less has not grown. */
const ROUNDING = 2 ** -50;
/** Steps without growth that end the process: eigenvalues that nearly coincide can hold it up for two or three. */
const STILL = 4;

/**
 * Largest eigenvalue of the symmetric positive semidefinite matrix a [n, n], to rounding: the largest Ritz value of a Krylov
 * space that grows from a fixed random vector until the value stops growing. n² + 4kn multiply-adds for step k, of which
 * there are n at most: 12 for a thousand MNIST digits, 63 for a thousand inputs on a sphere.
 */
export function largestEigenvalue(a: Float64Array, n: number): number {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = new Float64Array(n);
  fillNormals({ seed: 0, stream: startStream }, 0, next);
  let length = norm(next);
  for (let before = 0, still = 0; ; ) {
    const v = next.map((x) => x / length);
    basis.push(v);
    next = new Float64Array(n);
    for (let i = 0; i < n; i++) next[i] = dot(a.subarray(i * n, (i + 1) * n), v);
    diagonal.push(dot(next, v));
    // against the whole basis, twice: what is left is a small part of A v, and so might be what it keeps of the basis
    for (let pass = 0; pass < 2; pass++)
      for (const q of basis) {
        const share = dot(next, q);
        for (let i = 0; i < n; i++) next[i] -= share * q[i];
      }
    length = norm(next);
    const value = largestOfTridiagonal(diagonal, beside);
    still = value - before <= ROUNDING * value ? still + 1 : 0;
    // no step adds more than `length`
    if (basis.length === n || length <= ROUNDING * value || still === STILL) return value;
    beside.push(length);
    before = value;
  }
}

/**
 * Largest eigenvalue of the symmetric tridiagonal matrix T with this diagonal [k] and these entries beside it [k−1], by
 * bisection. About 55·k divisions.
 */
function largestOfTridiagonal(diagonal: readonly number[], beside: readonly number[]): number {
  // the pivots of T − θ are all negative where θ lies above every eigenvalue
  const above = (theta: number) => {
    let pivot = diagonal[0] - theta;
    for (let j = 1; j < diagonal.length && pivot < 0; j++)
      pivot = diagonal[j] - theta - beside[j - 1] ** 2 / pivot;
    return pivot < 0;
  };
  let low = Math.max(0, ...diagonal);
  let high = low + 2 * Math.max(0, ...beside);
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(low < middle && middle < high)) return high;
    if (above(middle)) high = middle;
    else low = middle;
  }
}
