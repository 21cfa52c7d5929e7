// Who fires where, neuron by neuron, and what follows from it: the Gram matrix and the moves of z.
import type { Counters } from "@widthwise/core";

/**
 * F_r, the inputs at which neuron r fires, for the neurons that fire anywhere, as compressed rows: row k belongs to
 * neuron[k] and holds input[start[k]] … input[start[k+1]−1], ascending.
 */
export interface FiredSets {
  /** neurons that fire anywhere */
  rows: number;
  /** [rows], ascending */
  neuron: Int32Array;
  /** [rows + 1] */
  start: Int32Array;
  /** [start[rows]], Σ_r |F_r| in all */
  input: Int32Array;
}

/**
 * The sets from bits [n, ⌈m/32⌉]: bit r of row i says that neuron r fires at input i. Reads n·m/32 words, and n words
 * again for every neuron that fires.
 */
export function setsOfBits(bits: Uint32Array, n: number, counters: Counters): FiredSets {
  const words = bits.length / n;
  const neuron: number[] = [];
  const start: number[] = [0];
  const input: number[] = [];
  for (let w = 0; w < words; w++) {
    let any = 0;
    for (let i = 0; i < n; i++) any |= bits[i * words + w];
    for (; any !== 0; any &= any - 1) {
      const bit = any & -any;
      for (let i = 0; i < n; i++) if ((bits[i * words + w] & bit) !== 0) input.push(i);
      neuron.push(w * 32 + 31 - Math.clz32(bit));
      start.push(input.length);
    }
  }
  const rows = neuron.length;
  counters.words += n * (words + rows);
  counters.bytesRead += bits.byteLength;
  counters.bytesWritten += 4 * (input.length + 2 * rows);
  return {
    rows,
    neuron: Int32Array.from(neuron),
    start: Int32Array.from(start),
    input: Int32Array.from(input),
  };
}

/** The sets within a batch (ascending) of the n inputs, which are numbered by their place in it. O(n + Σ_r |F_r|). */
export function restrictTo(sets: FiredSets, batch: Int32Array, n: number): FiredSets {
  const place = new Int32Array(n).fill(-1);
  batch.forEach((i, k) => {
    place[i] = k;
  });
  const within: FiredSets = {
    rows: 0,
    neuron: new Int32Array(sets.rows),
    start: new Int32Array(sets.rows + 1),
    input: new Int32Array(sets.start[sets.rows]),
  };
  let pairs = 0;
  for (let k = 0; k < sets.rows; k++) {
    const from = pairs;
    for (let p = sets.start[k]; p < sets.start[k + 1]; p++)
      if (place[sets.input[p]] >= 0) within.input[pairs++] = place[sets.input[p]];
    if (pairs === from) continue;
    within.neuron[within.rows++] = sets.neuron[k];
    within.start[within.rows] = pairs;
  }
  return within;
}

/** overlaps [n, n] ← |{r : i, j ∈ F_r}|, how many neurons fire at both inputs. Σ_r |F_r|(|F_r|+1)/2 additions. */
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
  // inputs ascend along a row, so that only the lower triangle was counted
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) overlaps[j * n + i] = overlaps[i * n + j];
  counters.macs += pairs;
  counters.bytesRead += 12 * pairs;
  counters.bytesWritten += 8 * pairs;
}

/**
 * overlaps [n, n] ← Σ_r a_r² over the neurons that fire at i and j; features [n, n] ← Σ_r φ(z_ri) φ(z_rj),
 * φ(z) = max(z − b, 0); lower triangles. a [m]; `excess` holds φ(z_ri) beside every input of the sets. Σ_r |F_r|(|F_r|+1)
 * multiply-adds.
 */
export function sumBothLayers(
  sets: FiredSets,
  n: number,
  a: Float64Array,
  excess: Float64Array,
  overlaps: Float64Array,
  features: Float64Array,
  counters: Counters,
): void {
  overlaps.fill(0);
  features.fill(0);
  let pairs = 0;
  for (let k = 0; k < sets.rows; k++) {
    const square = a[sets.neuron[k]] ** 2;
    for (let p = sets.start[k]; p < sets.start[k + 1]; p++) {
      const row = sets.input[p] * n;
      for (let q = sets.start[k]; q <= p; q++) {
        overlaps[row + sets.input[q]] += square;
        features[row + sets.input[q]] += excess[p] * excess[q];
      }
    }
    const size = sets.start[k + 1] - sets.start[k];
    pairs += (size * (size + 1)) / 2;
  }
  counters.macs += 2 * pairs;
  counters.bytesRead += 36 * pairs;
  counters.bytesWritten += 16 * pairs;
}

/**
 * z_r [n] ← z_r − scale · Σ_{i ∈ F_r} u_i K_i for row k of the sets, with z_r at z[at] …: how a step moves a neuron,
 * without its weights. |F_r|·n multiply-adds. `ku` [n, n] holds u_i K_ij row by row.
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
