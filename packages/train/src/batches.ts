// Mini-batches, the same on every backend.
import { batchesStream, fillUniforms } from "@widthwise/core";

/**
 * Mini-batches by epochs: each epoch puts the inputs into a fresh order, keyed by seed and epoch, and cuts it into parts of
 * `size`, of which the last may be smaller. Without a size every step takes all inputs.
 */
export class Batches {
  /** the step's inputs, ascending */
  current: Int32Array;
  /** the step's number, from 0 */
  step = 0;
  readonly #n: number;
  readonly #size: number;
  readonly #seed: number;
  readonly #order: Int32Array;
  readonly #uniforms: Float64Array;

  constructor(n: number, seed: number, size = n) {
    this.#n = n;
    this.#size = size;
    this.#seed = seed;
    this.#order = new Int32Array(n);
    this.#uniforms = new Float64Array(n);
    this.current = this.#draw();
  }

  /** The next step's inputs. O(size·log size), and O(n) once per epoch. */
  next(): void {
    this.step++;
    if (this.#size < this.#n) this.current = this.#draw();
  }

  /** Back to the first step. */
  restore(): void {
    this.step = 0;
    this.current = this.#draw();
  }

  #draw(): Int32Array {
    const perEpoch = Math.ceil(this.#n / this.#size);
    const part = this.step % perEpoch;
    if (part === 0) this.#shuffle((this.step - part) / perEpoch);
    return this.#order.slice(part * this.#size, (part + 1) * this.#size).sort();
  }

  /** The order of an epoch by Fisher and Yates, from the n uniforms of the stream that start at epoch·n. */
  #shuffle(epoch: number): void {
    const order = this.#order;
    const n = this.#n;
    fillUniforms({ seed: this.#seed, stream: batchesStream }, epoch * n, this.#uniforms);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(this.#uniforms[i] * (i + 1));
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
