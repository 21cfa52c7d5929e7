// Implicit weights, as in Deng et al., arXiv 2208.04508, algorithm 1: w_r = w_r(0) − Σ_i C_ri x_i, so that a step touches
// |F_r| numbers of a neuron, not d.
import { type Counters, initialWeights, type NormalSource, type Problem } from "@widthwise/core";
import type { FiredSets } from "./fired-sets.ts";

/** Neurons whose weights are formed at a time. */
const CHUNK = 1024;

/** The coefficients C [m, n], and the outputs of the weights that they stand for, to check a run by. */
export class ImplicitWeights {
  readonly #problem: Problem;
  readonly #normals: NormalSource | undefined;
  readonly #coefficients: Float64Array;

  constructor(problem: Problem, normals?: NormalSource) {
    this.#problem = problem;
    this.#normals = normals;
    this.#coefficients = new Float64Array(problem.width * problem.n);
  }

  /** C_ri ← C_ri + a_r u_i/√m for i ∈ F_r. Σ_r |F_r| multiply-adds. */
  move(
    { rows, neuron, start, input }: FiredSets,
    a: Float64Array,
    u: Float64Array,
    counters: Counters,
  ): void {
    const { n, width } = this.#problem;
    const scale = 1 / Math.sqrt(width);
    for (let k = 0; k < rows; k++) {
      const r = neuron[k];
      for (let p = start[k]; p < start[k + 1]; p++)
        this.#coefficients[r * n + input[p]] += scale * a[r] * u[input[p]];
    }
    counters.macs += start[rows];
    counters.bytesRead += 20 * start[rows] + 8 * rows;
    counters.bytesWritten += 8 * start[rows];
  }

  restore(): void {
    this.#coefficients.fill(0);
  }

  /**
   * f at the training inputs `at`, from weights formed in full: m·d draws, and d multiply-adds per neuron for each of the
   * inputs and for each coefficient that is not zero.
   */
  outputs(a: Float64Array, at: readonly number[]): Float64Array {
    const { n, d, width, shift, inputs } = this.#problem;
    const f = new Float64Array(at.length);
    const weights = new Float64Array(CHUNK * d);
    for (let first = 0; first < width; first += CHUNK) {
      const count = Math.min(CHUNK, width - first);
      initialWeights(this.#problem, first, count, weights, this.#normals);
      for (let r = 0; r < count; r++) {
        const w = weights.subarray(r * d, (r + 1) * d);
        for (let i = 0; i < n; i++) {
          const c = this.#coefficients[(first + r) * n + i];
          if (c !== 0) for (let k = 0; k < d; k++) w[k] -= c * inputs[i * d + k];
        }
        for (let k = 0; k < at.length; k++) {
          let z = 0;
          for (let c = 0; c < d; c++) z += w[c] * inputs[at[k] * d + c];
          if (z > shift) f[k] += a[first + r] * (z - shift);
        }
      }
    }
    return f.map((sum) => sum / Math.sqrt(width));
  }
}
