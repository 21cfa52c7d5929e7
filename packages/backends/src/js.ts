// The backend `js`: plain JavaScript in float64.
import { type Counters, initialWeights, newCounters, outputSigns, type Problem } from "@widthwise/core";
import type { AdamRates } from "@widthwise/kernels";
import {
  ADAM_OPERATIONS,
  type Backend,
  type Network,
  type Opened,
  type Operand,
  type Product,
  type ProductShape,
} from "./backend.ts";
import { overlapsOfBits } from "./bits.ts";
import { accumulate, dots } from "./js-products.ts";
import { processorModel } from "./processor-model.ts";

/** Neurons per block: Z [block, n] and the coefficients stay in the second-level cache. */
const BLOCK = 512;

/** The dense network in float64: weights [m, d] row-major, so that both products run along memory. */
export class JsNetwork implements Network {
  readonly counters: Counters = newCounters();
  readonly #problem: Problem;
  readonly #initial: Float32Array;
  readonly #weights: Float64Array;
  readonly #signs: Float64Array;
  /** who fired: bit rows [n, words] */
  readonly #fired: Uint32Array;
  readonly #words: number;
  readonly #block: Float64Array;
  readonly #outputs: Float64Array;
  /** clears what an optimiser remembers */
  #forget = () => {};

  constructor(problem: Problem) {
    const { n, d, width } = problem;
    this.#problem = problem;
    this.#initial = new Float32Array(width * d);
    initialWeights(problem, 0, width, this.#initial);
    this.#weights = Float64Array.from(this.#initial);
    this.#signs = new Float64Array(width);
    outputSigns(problem, 0, width, this.#signs);
    this.#words = Math.ceil(width / 32);
    this.#fired = new Uint32Array(n * this.#words);
    this.#block = new Float64Array(Math.min(BLOCK, width) * n);
    this.#outputs = new Float64Array(n);
  }

  forward(): Float64Array {
    const { n, d, width, shift, inputs } = this.#problem;
    const scale = 1 / Math.sqrt(width);
    const z = this.#block;
    const f = this.#outputs.fill(0);
    this.#fired.fill(0);
    for (let first = 0; first < width; first += BLOCK) {
      const count = Math.min(BLOCK, width - first);
      dots(z, this.#weights.subarray(first * d, (first + count) * d), inputs, count, n, d);
      this.counters.macs += count * n * d;
      for (let k = 0; k < count; k++) {
        const r = first + k;
        const sign = this.#signs[r];
        for (let i = 0; i < n; i++) {
          const excess = z[k * n + i] - shift;
          if (excess > 0) {
            f[i] += sign * excess;
            this.#fired[i * this.#words + (r >>> 5)] |= 1 << (r & 31);
          }
        }
      }
    }
    for (let i = 0; i < n; i++) f[i] *= scale;
    this.counters.compares += width * n;
    this.counters.bytesRead += 8 * (width * d + n * d);
    this.counters.bytesWritten += this.#fired.byteLength;
    return f;
  }

  overlaps(): Float64Array {
    const { counts, words } = overlapsOfBits(this.#fired, this.#problem.n, this.#words);
    this.counters.words += words;
    this.counters.bytesRead += this.#fired.byteLength;
    return counts;
  }

  firedBits(): Uint32Array {
    return this.#fired;
  }

  update(u: Float64Array): void {
    const { n, d, width } = this.#problem;
    const scale = 1 / Math.sqrt(width);
    for (let first = 0; first < width; first += BLOCK) {
      const count = Math.min(BLOCK, width - first);
      this.#addPullBack(u, -scale, first, this.#weights.subarray(first * d, (first + count) * d));
    }
    this.counters.bytesRead += 8 * (width * d + n * d) + this.#fired.byteLength;
    this.counters.bytesWritten += 8 * width * d;
  }

  /** rows [count, d] ← rows + scale·a_r Σ_{i : r fired at i} u_i x_i, for neurons from `first` on. */
  #addPullBack(u: Float64Array, scale: number, first: number, rows: Float64Array): void {
    const { n, d, inputs } = this.#problem;
    const coefficients = this.#block;
    const count = rows.length / d;
    for (let k = 0; k < count; k++) {
      const r = first + k;
      const step = scale * this.#signs[r];
      for (let i = 0; i < n; i++) {
        const fired = (this.#fired[i * this.#words + (r >>> 5)] >>> (r & 31)) & 1;
        coefficients[k * n + i] = fired * step * u[i];
      }
    }
    accumulate(rows, coefficients, n, 1, inputs, count, n, d);
    this.counters.macs += count * n * d;
  }

  adam({ rate, decay1, decay2, epsilon }: AdamRates): (u: Float64Array) => void {
    const { n, d, width } = this.#problem;
    const mean = new Float64Array(width * d);
    const square = new Float64Array(width * d);
    const gradient = new Float64Array(Math.min(BLOCK, width) * d);
    let t = 0;
    this.#forget = () => {
      mean.fill(0);
      square.fill(0);
      t = 0;
    };
    return (u) => {
      t++;
      const step = rate / (1 - decay1 ** t);
      const root = 1 / Math.sqrt(1 - decay2 ** t);
      for (let first = 0; first < width; first += BLOCK) {
        const from = first * d;
        const part = gradient.subarray(0, Math.min(BLOCK, width - first) * d).fill(0);
        this.#addPullBack(u, 1 / Math.sqrt(width), first, part);
        for (let k = 0; k < part.length; k++) {
          const g = part[k];
          mean[from + k] += (1 - decay1) * (g - mean[from + k]);
          square[from + k] += (1 - decay2) * (g * g - square[from + k]);
          this.#weights[from + k] -= (step * mean[from + k]) / (root * Math.sqrt(square[from + k]) + epsilon);
        }
      }
      this.counters.macs += ADAM_OPERATIONS * width * d;
      this.counters.bytesRead += 8 * (3 * width * d + n * d) + this.#fired.byteLength;
      this.counters.bytesWritten += 8 * 3 * width * d;
    };
  }

  settled(): void {}

  restore(): void {
    this.#weights.set(this.#initial);
    this.#forget();
  }

  weights(first: number, count: number): Float64Array {
    const { d } = this.#problem;
    return this.#weights.slice(first * d, (first + count) * d);
  }

  dispose(): void {}
}

class JsProduct implements Product {
  readonly counters: Counters = newCounters();
  readonly #shape: ProductShape;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #c: Float64Array;

  constructor(shape: ProductShape, a: Operand, b: Operand) {
    this.#shape = shape;
    this.#a = Float64Array.from(a);
    this.#b = Float64Array.from(b);
    this.#c = new Float64Array(shape.rows * shape.cols);
  }

  run(): void {
    const { orientation, rows, inner, cols } = this.#shape;
    if (orientation === "nt") dots(this.#c, this.#a, this.#b, rows, cols, inner);
    else {
      this.#c.fill(0);
      const [rowStride, colStride] = orientation === "nn" ? [inner, 1] : [1, rows];
      accumulate(this.#c, this.#a, rowStride, colStride, this.#b, rows, inner, cols);
    }
    this.counters.macs += rows * inner * cols;
    this.counters.bytesRead += this.#a.byteLength + this.#b.byteLength;
    this.counters.bytesWritten += this.#c.byteLength;
  }

  result(): Float64Array {
    return this.#c;
  }

  dispose(): void {}
}

/** Plain JavaScript in float64: the oracle that every other backend is checked against. */
export async function openJs(): Promise<Opened> {
  const backend: Backend = {
    info: {
      name: "js",
      version: process.versions.v8,
      device: processorModel(),
      software: false,
      threads: 1,
      precision: "float64",
    },
    network: (problem) => new JsNetwork(problem),
    product: (shape, a, b) => new JsProduct(shape, a, b),
    dispose() {},
  };
  return { backend };
}
