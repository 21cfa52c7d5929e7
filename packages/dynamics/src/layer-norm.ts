// Layer normalisation, forward and backward.

/** PyTorch's default, added to the variance. */
const NORM_EPSILON = 1e-5;

/** Layer normalisation (Ba, Kiros & Hinton 2016) of rows [rows, d] in float32, with its gradient. */
export class LayerNorm {
  readonly #d: number;
  /** rows to mean 0 and variance 1, of the last forward pass */
  readonly #normal: Float32Array;
  readonly #inverse: Float64Array;

  constructor(rows: number, d: number) {
    this.#d = d;
    this.#normal = new Float32Array(rows * d);
    this.#inverse = new Float64Array(rows);
  }

  /** out [count, d] ← gain ∘ (x − mean)/deviation + bias, row by row. May be in place. O(count·d). */
  forward(x: Float32Array, gain: Float32Array, bias: Float32Array, count: number, out: Float32Array): void {
    const d = this.#d;
    const normal = this.#normal;
    for (let row = 0; row < count; row++) {
      const first = row * d;
      let mean = 0;
      for (let k = 0; k < d; k++) mean += x[first + k];
      mean /= d;
      let variance = 0;
      for (let k = 0; k < d; k++) variance += (x[first + k] - mean) ** 2;
      const inverse = 1 / Math.sqrt(variance / d + NORM_EPSILON);
      this.#inverse[row] = inverse;
      for (let k = 0; k < d; k++) {
        const z = (x[first + k] - mean) * inverse;
        normal[first + k] = z;
        out[first + k] = gain[k] * z + bias[k];
      }
    }
  }

  /** dx [count, d] ← ∂L/∂x from dy; dGain, dBias [d] += theirs. May be in place. O(count·d). */
  backward(
    dy: Float32Array,
    gain: Float32Array,
    count: number,
    dGain: Float32Array,
    dBias: Float32Array,
    dx: Float32Array,
  ): void {
    const d = this.#d;
    const normal = this.#normal;
    for (let row = 0; row < count; row++) {
      const first = row * d;
      let mean = 0;
      let along = 0;
      for (let k = 0; k < d; k++) {
        const z = normal[first + k];
        const g = dy[first + k];
        dGain[k] += g * z;
        dBias[k] += g;
        mean += g * gain[k];
        along += g * gain[k] * z;
      }
      mean /= d;
      along /= d;
      const inverse = this.#inverse[row];
      for (let k = 0; k < d; k++)
        dx[first + k] = inverse * (dy[first + k] * gain[k] - mean - normal[first + k] * along);
    }
  }
}
