// Threshold search by one bit for each input and neuron.
import { FlatIndex, requireFinite, requireThreshold } from "./threshold-index.ts";

/**
 * A bit per (input, neuron), set where z_ri > b: kept up to date under updates, read 32 neurons at a time.
 * Only for the threshold given at build. State: z [n, m] float64, then bits [n, ⌈m/32⌉].
 */
export class BitMask extends FlatIndex {
  readonly threshold: number;
  readonly #words: number;
  readonly #z: Float64Array;
  readonly #bits: Int32Array;

  /** z [n, m]. O(n·m). */
  constructor(z: Float64Array | Float32Array, n: number, m: number, threshold: number) {
    const words = Math.ceil(m / 32);
    super(z, n, m, 8 * n * m + 4 * n * words);
    requireFinite("threshold", threshold);
    this.threshold = threshold;
    this.#words = words;
    this.#z = new Float64Array(this.buffer, 0, n * m);
    this.#bits = new Int32Array(this.buffer, 8 * n * m);
    this.#z.set(z);
    for (let i = 0; i < n; i++)
      for (let r = 0; r < m; r++)
        if (z[i * m + r] > threshold) this.#bits[i * words + (r >>> 5)] |= 1 << (r & 31);
  }

  value(i: number, r: number): number {
    return this.#z[i * this.m + r];
  }

  /** Ascending. ⌈m/32⌉ words, and one bit trick for each fired neuron. */
  fired(i: number, b: number, out: Int32Array): number {
    requireThreshold("the bit mask", this.threshold, b);
    const bits = this.#bits;
    const words = this.#words;
    let count = 0;
    for (let w = 0; w < words; w++) {
      let word = bits[i * words + w];
      while (word !== 0) {
        out[count++] = 32 * w + 31 - Math.clz32(word & -word);
        word &= word - 1;
      }
    }
    this.visits.query += words;
    this.counters.words += words;
    this.counters.bytesRead += 4 * words;
    this.counters.bytesWritten += 4 * count;
    return count;
  }

  /** n·count additions and compares. */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    const { n, m, threshold } = this;
    const z = this.#z;
    const bits = this.#bits;
    for (let i = 0; i < n; i++)
      for (let k = 0; k < count; k++) {
        const r = neurons[k];
        const value = z[i * m + r] + delta[k * n + i];
        z[i * m + r] = value;
        const word = i * this.#words + (r >>> 5);
        const bit = 1 << (r & 31);
        bits[word] = value > threshold ? bits[word] | bit : bits[word] & ~bit;
      }
    this.countChanged(n * count);
    this.counters.compares += n * count;
    this.counters.words += n * count;
    this.counters.bytesRead += 4 * n * count;
    this.counters.bytesWritten += 4 * n * count;
  }
}
