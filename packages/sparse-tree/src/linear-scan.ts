// Threshold search without any structure.
import { FlatIndex } from "./threshold-index.ts";

/** Every value looked at in every query: the baseline, and the oracle of the tests. State: z [n, m]. */
export class LinearScan extends FlatIndex {
  readonly #z: Float64Array;

  /** z [n, m]. O(n·m). */
  constructor(z: Float64Array | Float32Array, n: number, m: number) {
    super(z, n, m, 8 * n * m);
    this.#z = new Float64Array(this.buffer);
    this.#z.set(z);
  }

  value(i: number, r: number): number {
    return this.#z[i * this.m + r];
  }

  /** Ascending. m compares. */
  fired(i: number, b: number, out: Int32Array): number {
    const { m } = this;
    const z = this.#z;
    const row = i * m;
    let count = 0;
    for (let r = 0; r < m; r++) if (z[row + r] > b) out[count++] = r;
    this.countQuery(m, count);
    return count;
  }

  /** n·count additions. */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    const { n, m } = this;
    const z = this.#z;
    for (let i = 0; i < n; i++) for (let k = 0; k < count; k++) z[i * m + neurons[k]] += delta[k * n + i];
    this.countChanged(n * count);
  }
}
