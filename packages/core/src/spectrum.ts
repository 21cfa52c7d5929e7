// The largest eigenvalue of a positive semidefinite matrix, to set a step size by.
import { fillNormals } from "./normal.ts";

const STEPS = 100;
const startStream = 0;

/**
 * Largest eigenvalue of the symmetric positive semidefinite matrix a [n, n], estimated from below by 100 steps of the
 * power method from a fixed random vector: within 4 % for n up to 1000 whatever the spectrum, since the estimate is at
 * least λ·c^(1/100) for a start with component c ≈ 1/√n on the leading vector. 100·n² multiply-adds.
 */
export function largestEigenvalue(a: Float64Array, n: number): number {
  let x = new Float64Array(n);
  fillNormals({ seed: 0, stream: startStream }, 0, x);
  let value = 0;
  for (let step = 0; step < STEPS; step++) {
    const length = Math.hypot(...x);
    if (length === 0) return 0;
    value = length;
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) y[i] += (a[i * n + j] * x[j]) / length;
    x = y;
  }
  return value;
}
