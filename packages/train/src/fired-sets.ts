import type { Counters } from "@widthwise/core";

/**
 * F_r, the inputs at which neuron r fires, for the neurons that fire anywhere: compressed rows.
 * Row k belongs to neuron[k] and holds input[start[k]] … input[start[k+1]−1].
 */
export interface FiredSets {
  rows: number;
  neuron: Int32Array;
  start: Int32Array;
  input: Int32Array;
}

/** overlaps [n, n] ← |{r : i, j ∈ F_r}|. Σ_r |F_r|(|F_r|+1)/2 additions. */
export function countOverlaps(sets: FiredSets, n: number, overlaps: Float64Array, counters: Counters): void {
  overlaps.fill(0);
  let pairs = 0;
  for (let k = 0; k < sets.rows; k++) {
    const end = sets.start[k + 1];
    for (let p = sets.start[k]; p < end; p++) {
      const row = sets.input[p] * n;
      for (let q = sets.start[k]; q <= p; q++) overlaps[row + sets.input[q]] += 1;
    }
    const size = end - sets.start[k];
    pairs += (size * (size + 1)) / 2;
  }
  // inputs lie ascending in a row, so that only the lower triangle was counted
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) overlaps[j * n + i] = overlaps[i * n + j];
  counters.macs += pairs;
  counters.bytesRead += 12 * pairs;
  counters.bytesWritten += 8 * pairs;
}

/**
 * row [n] ← row − scale · Σ_{i ∈ F_r} u_i K_i: how a step moves z_r (Gram space: ΔW needs K = X Xᵀ only).
 * |F_r|·n multiply-adds. `ku` [n, n] holds u_i K_ij row by row.
 */
export function moveRow(
  sets: FiredSets,
  k: number,
  ku: Float64Array,
  n: number,
  scale: number,
  z: Float64Array,
  at: number,
): void {
  for (let p = sets.start[k]; p < sets.start[k + 1]; p++) {
    const row = sets.input[p] * n;
    for (let j = 0; j < n; j++) z[at + j] -= scale * ku[row + j];
  }
}

/** ku [n, n] ← u_i K_ij. n² multiply-adds. */
export function scaleKernelRows(kernel: Float64Array, u: Float64Array, ku: Float64Array): void {
  const n = u.length;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) ku[i * n + j] = u[i] * kernel[i * n + j];
}
