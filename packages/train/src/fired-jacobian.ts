// The Jacobian of the first layer by who fires: G v without G, and sketches of it.
import { type Counters, choleskyFactor, type Problem } from "@widthwise/core";
import type { SparseColumns } from "@widthwise/sketch";
import type { FiredSets } from "./fired-sets.ts";

/**
 * Coordinates x̃ [n, q] of the inputs with X̃ X̃ᵀ = K: where n < d the Cholesky factor of K, q = n, which holds their
 * coordinates in an orthonormal basis of their span; otherwise, or where K is singular, the inputs themselves. J Jᵀ is
 * the same with either. n³/6 multiply-adds.
 */
export function shortCoordinates(
  { inputs, n, d }: Problem,
  kernel: Float64Array,
): { coordinates: Float64Array; q: number } {
  if (n < d) {
    const factor = kernel.slice();
    if (choleskyFactor(factor, n).status === "solved") {
      for (let i = 0; i < n; i++) factor.fill(0, i * n + i + 1, (i + 1) * n);
      return { coordinates: factor, q: n };
    }
  }
  return { coordinates: inputs, q: d };
}

/**
 * J [n, m·q] of the first layer, of which only the pattern of who fires is kept: block r of row i is x̃_i/√m where
 * r ∈ S_i, else zero. The factor a_r = ±1 is left out: J Jᵀ does not have it, and a sketch's signs are as random without
 * it.
 */
export class FiredJacobian {
  /** how G v is computed: by entries of K, or by way of J Jᵀ in each neuron's coordinates */
  readonly through: "kernel" | "coordinates";
  readonly #sets: FiredSets;
  readonly #n: number;
  readonly #width: number;
  readonly #kernel: Float64Array;
  readonly #coordinates: Float64Array;
  readonly #q: number;
  readonly #counters: Counters;
  readonly #products: number;
  readonly #block: Float64Array;

  /** The sets are over inputs 0 … n−1; kernel [n, n], coordinates [n, q]. */
  constructor(
    sets: FiredSets,
    width: number,
    kernel: Float64Array,
    coordinates: Float64Array,
    q: number,
    counters: Counters,
  ) {
    const n = coordinates.length / q;
    this.#sets = sets;
    this.#n = n;
    this.#width = width;
    this.#kernel = kernel;
    this.#coordinates = coordinates;
    this.#q = q;
    this.#counters = counters;
    this.#block = new Float64Array(q);
    let squares = 0;
    for (let k = 0; k < sets.rows; k++) squares += (sets.start[k + 1] - sets.start[k]) ** 2;
    const through = 2 * q * sets.start[sets.rows];
    this.through = squares <= through ? "kernel" : "coordinates";
    this.#products = Math.min(squares, through);
  }

  /**
   * out [n] ← G v = J Jᵀ v. Σ_r |F_r|² multiply-adds through the kernel or 2q·Σ_r |F_r| through the coordinates,
   * whichever is less. (Forming G itself takes Σ_r |F_r|²/2 additions once, less than one application: the exact solve of
   * `dense-gn` is cheaper until n³/6 outweighs the applications.)
   */
  applyGram(v: Float64Array, out: Float64Array): void {
    const n = this.#n;
    out.fill(0, 0, n);
    if (this.through === "kernel") this.#throughKernel(v, out);
    else this.#throughCoordinates(v, out);
    for (let i = 0; i < n; i++) out[i] /= this.#width;
    this.#counters.macs += this.#products + n;
    this.#counters.bytesRead += 4 * this.#sets.start[this.#sets.rows] + 8 * this.#products;
    this.#counters.bytesWritten += 8 * n;
  }

  #throughKernel(v: Float64Array, out: Float64Array): void {
    const { rows, start, input } = this.#sets;
    const kernel = this.#kernel;
    const n = this.#n;
    for (let k = 0; k < rows; k++)
      for (let p = start[k]; p < start[k + 1]; p++) {
        const at = input[p] * n;
        let sum = 0;
        for (let s = start[k]; s < start[k + 1]; s++) sum += kernel[at + input[s]] * v[input[s]];
        out[input[p]] += sum;
      }
  }

  #throughCoordinates(v: Float64Array, out: Float64Array): void {
    const { rows, start, input } = this.#sets;
    const x = this.#coordinates;
    const q = this.#q;
    const h = this.#block;
    for (let k = 0; k < rows; k++) {
      h.fill(0);
      for (let p = start[k]; p < start[k + 1]; p++) {
        const i = input[p];
        for (let c = 0; c < q; c++) h[c] += v[i] * x[i * q + c];
      }
      for (let p = start[k]; p < start[k + 1]; p++) {
        const i = input[p];
        let sum = 0;
        for (let c = 0; c < q; c++) sum += x[i * q + c] * h[c];
        out[i] += sum;
      }
    }
  }

  /**
   * y [s, n] ← S Jᵀ. Column offset + r·q + c of the stream belongs to coordinate c of neuron r. Only columns of neurons that
   * fire are drawn: q·nnz draws for each, and q·nnz·Σ_r |F_r| multiply-adds.
   */
  sketch(columns: SparseColumns, s: number, offset: number): Float64Array {
    const { rows, neuron, start, input } = this.#sets;
    const n = this.#n;
    const q = this.#q;
    const x = this.#coordinates;
    const { nnz } = columns;
    const scale = 1 / Math.sqrt(this.#width);
    // summed input by input: a row of s numbers stays in the first-level cache
    const turned = new Float64Array(n * s);
    const entryRow = new Int32Array(q * nnz);
    const entryValue = new Float64Array(q * nnz);
    for (let k = 0; k < rows; k++) {
      columns.draw(offset + neuron[k] * q, q, entryRow, entryValue);
      for (let p = start[k]; p < start[k + 1]; p++) {
        const to = input[p] * s;
        const from = input[p] * q;
        for (let c = 0; c < q; c++) {
          const value = scale * x[from + c];
          for (let e = c * nnz; e < (c + 1) * nnz; e++) turned[to + entryRow[e]] += entryValue[e] * value;
        }
      }
    }
    const y = new Float64Array(s * n);
    for (let i = 0; i < n; i++) for (let r = 0; r < s; r++) y[r * n + i] = turned[i * s + r];
    const pairs = start[rows];
    this.#counters.macs += q * nnz * pairs;
    this.#counters.bytesRead += 4 * pairs + 8 * q * pairs + q * nnz * (12 * rows + 20 * pairs) + 8 * s * n;
    this.#counters.bytesWritten += 12 * q * nnz * rows + 8 * q * nnz * pairs + 8 * s * n;
    return y;
  }
}
