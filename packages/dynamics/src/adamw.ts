// AdamW: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, Algorithm 2, with PyTorch's decay
// (1 − rate·decay).

/** Rates of the two means, and the decay. */
export interface AdamWOptions {
  /** default 0.9 and 0.999 */
  readonly beta1?: number;
  readonly beta2?: number;
  /** default 1e-8 */
  readonly epsilon?: number;
  /** default 0 */
  readonly decay?: number;
}

/** Steps parameters [p] along gradients [p], in float64 from float32 moments. */
export class AdamW {
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #options: Required<AdamWOptions>;
  #steps = 0;

  constructor(count: number, options: AdamWOptions) {
    this.#options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0, ...options };
    this.#mean = new Float32Array(count);
    this.#square = new Float32Array(count);
  }

  /** O(p). */
  step(parameters: Float32Array, gradient: Float32Array, rate: number): void {
    const { beta1, beta2, epsilon, decay } = this.#options;
    const mean = this.#mean;
    const square = this.#square;
    this.#steps++;
    const size = rate / (1 - beta1 ** this.#steps);
    const root = 1 / Math.sqrt(1 - beta2 ** this.#steps);
    const kept = 1 - rate * decay;
    for (let k = 0; k < parameters.length; k++) {
      const g = gradient[k];
      const m = mean[k] + (1 - beta1) * (g - mean[k]);
      const v = square[k] + (1 - beta2) * (g * g - square[k]);
      mean[k] = m;
      square[k] = v;
      parameters[k] = kept * parameters[k] - (size * m) / (root * Math.sqrt(v) + epsilon);
    }
  }
}
