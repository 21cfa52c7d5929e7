// The n×n part of a Gauss–Newton step: T. Cai et al., "Gram–Gauss–Newton method", arXiv 1905.11675.
import { type Counters, choleskyFactor, choleskyMacs, choleskySolve, type Solved } from "@widthwise/core";

/** x [n] ← A⁻¹ b; the lower triangle of A is read, b and x may be the same. */
type Solve = (a: Float64Array, b: Float64Array, x: Float64Array) => Solved;

/** By core's factor in place. */
const factorAndSolve: Solve = (a, b, x) => {
  x.set(b);
  const solved = choleskyFactor(a, b.length);
  if (solved.status === "solved") choleskySolve(a, b.length, x);
  return solved;
};

/**
 * u [n] ← rate · G⁻¹ (f − y) with G_ij = K_ij |S_i ∩ S_j| / m. n³/6 + n² multiply-adds.
 * `gram` [n, n] is overwritten.
 */
export function gaussNewtonCoefficients(
  gram: Float64Array,
  kernel: Float64Array,
  overlaps: Float64Array,
  width: number,
  residual: Float64Array,
  rate: number,
  counters: Counters,
  solve = factorAndSolve,
): Solved {
  const n = residual.length;
  for (let k = 0; k < n * n; k++) gram[k] = (kernel[k] * overlaps[k]) / width;
  const solved = solve(gram, residual, residual);
  for (let i = 0; i < n; i++) residual[i] *= rate;
  counters.macs += n * n + choleskyMacs(n) + n;
  counters.bytesRead += 24 * n * n;
  counters.bytesWritten += 16 * n * n;
  return solved;
}
