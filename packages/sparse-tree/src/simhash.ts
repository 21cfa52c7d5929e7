// Locality-sensitive hashing by signs of random projections: M. Charikar, STOC 2002; for neurons: SLIDE (Chen et al.,
// MLSys 2020), MONGOOSE (Chen et al., ICLR 2021). Difference: hyperplanes lie in the span of the inputs, where
// ⟨p, w_r⟩ = ⟨c, z_r⟩, so that hashes follow from z and neither weights nor d are needed.
import { choleskyFactor, fillNormals, type Key } from "@widthwise/core";
import { FlatIndex } from "./threshold-index.ts";

/** How many tables of how many bits, and where hyperplanes come from. */
export interface SimHashOptions {
  /** at least 1: more find more, and cost more */
  readonly tables: number;
  /** bits of a table's code, 1 to 24: 2^bits buckets per table */
  readonly bits: number;
  readonly key: Key;
  /** K = X Xᵀ [n, n]; absent: the identity, inputs taken as orthonormal */
  readonly kernel?: Float64Array;
}

/** What the tables find of what a scan finds, summed over inputs. */
export interface Recall {
  /** neurons above the threshold, by a scan */
  fired: number;
  /** how many of them the tables named */
  found: number;
  /** neurons whose value was looked at */
  candidates: number;
}

/** Added to K's diagonal, relative to its mean: any hyperplane is a valid one, so a singular K costs quality only. */
const RIDGE = 1e-9;

/**
 * Neuron r is in the bucket of the signs of ⟨p, w_r⟩ in every table; a query looks at the neurons in the buckets of
 * x_i and keeps those with z_ri > b. It names no neuron that does not fire, but misses some: a table finds a neuron at
 * angle θ to the input with probability (1 − θ/π)^bits. Always report `recall`.
 *
 * State: z [m, n] float64; then codes [m, tables], next and previous in the bucket [m, tables] and bucket heads
 * [tables, 2^bits] (−1: none), int32.
 */
export class SimHash extends FlatIndex {
  override get exact(): boolean {
    return false;
  }
  readonly tables: number;
  readonly bits: number;
  readonly #z: Float64Array;
  readonly #code: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #head: Int32Array;
  /** c [tables·bits, n]: hyperplanes as combinations of the inputs */
  readonly #planes: Float64Array;
  /** [n, tables]: codes of the inputs */
  readonly #inputCode: Int32Array;
  readonly #seen: Int32Array;
  #query = 0;

  /** z [n, m]. m·n·tables·bits multiply-adds. */
  constructor(
    z: Float64Array | Float32Array,
    n: number,
    m: number,
    { tables, bits, key, kernel }: SimHashOptions,
  ) {
    if (!Number.isInteger(tables) || tables < 1 || !Number.isInteger(bits) || bits < 1 || bits > 24)
      throw new RangeError(`${tables} tables of ${bits} bits, accepted are 1 table or more of 1 to 24 bits`);
    if (kernel && kernel.length !== n * n)
      throw new RangeError(`the kernel holds ${kernel.length} numbers, n² = ${n * n} are needed`);
    super(z, n, m, 8 * n * m + 4 * tables * (3 * m + 2 ** bits));
    this.tables = tables;
    this.bits = bits;
    this.#z = new Float64Array(this.buffer, 0, n * m);
    const integers = new Int32Array(this.buffer, 8 * n * m);
    this.#code = integers.subarray(0, m * tables);
    this.#next = integers.subarray(m * tables, 2 * m * tables);
    this.#previous = integers.subarray(2 * m * tables, 3 * m * tables);
    this.#head = integers.subarray(3 * m * tables).fill(-1);
    this.#planes = planesInSpan(n, tables * bits, key, kernel);
    this.#seen = new Int32Array(m);
    this.#inputCode = new Int32Array(n * tables);
    const image = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      // x_i as a "neuron": its products with the inputs are column i of K
      for (let j = 0; j < n; j++) image[j] = kernel ? kernel[i * n + j] : i === j ? 1 : 0;
      for (let t = 0; t < tables; t++) this.#inputCode[i * tables + t] = this.#codeOf(image, 0, t);
    }
    for (let r = 0; r < m; r++) {
      for (let i = 0; i < n; i++) this.#z[r * n + i] = z[i * m + r];
      for (let t = 0; t < tables; t++) this.#link(r, t, this.#codeOf(this.#z, r * n, t));
    }
  }

  value(i: number, r: number): number {
    return this.#z[r * this.n + i];
  }

  /** In bucket order, possibly not all. O(members of the input's buckets). */
  fired(i: number, b: number, out: Int32Array): number {
    const { n, tables } = this;
    const stamp = this.#nextStamp();
    let count = 0;
    let members = 0;
    let candidates = 0;
    for (let t = 0; t < tables; t++) {
      let r = this.#head[(t << this.bits) + this.#inputCode[i * tables + t]];
      for (; r >= 0; r = this.#next[r * tables + t]) {
        members++;
        if (this.#seen[r] === stamp) continue;
        this.#seen[r] = stamp;
        candidates++;
        if (this.#z[r * n + i] > b) out[count++] = r;
      }
    }
    this.visits.query += members;
    this.counters.compares += candidates;
    this.counters.bytesRead += 4 * tables + 8 * members + 8 * candidates;
    this.counters.bytesWritten += 4 * (candidates + count);
    return count;
  }

  /** count·n·tables·bits multiply-adds; a bucket changes in O(1). */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    const { n, tables, bits } = this;
    for (let k = 0; k < count; k++) {
      const r = neurons[k];
      for (let i = 0; i < n; i++) this.#z[r * n + i] += delta[k * n + i];
      for (let t = 0; t < tables; t++) {
        const code = this.#codeOf(this.#z, r * n, t);
        if (code === this.#code[r * tables + t]) continue;
        this.#unlink(r, t);
        this.#link(r, t, code);
      }
    }
    this.countChanged(n * count);
    this.visits.update += count * tables;
    this.counters.macs += count * n * tables * bits;
    this.counters.compares += count * tables * bits;
    this.counters.bytesRead += count * (8 * n * tables * bits + 4 * tables);
  }

  /** How many fired neurons a query finds, over all inputs: compared with a scan. O(n·m). */
  recall(b: number): Recall {
    const { n, m } = this;
    const out = new Int32Array(m);
    const recall = { fired: 0, found: 0, candidates: 0 };
    for (let i = 0; i < n; i++) {
      recall.found += this.fired(i, b, out);
      for (let r = 0; r < m; r++) {
        if (this.#seen[r] === this.#query) recall.candidates++;
        if (this.#z[r * n + i] > b) recall.fired++;
      }
    }
    return recall;
  }

  #codeOf(z: Float64Array, at: number, table: number): number {
    const { n, bits } = this;
    let code = 0;
    for (let bit = 0; bit < bits; bit++) {
      const plane = (table * bits + bit) * n;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += this.#planes[plane + i] * z[at + i];
      code = (code << 1) | (sum > 0 ? 1 : 0);
    }
    return code;
  }

  #link(r: number, t: number, code: number): void {
    const at = r * this.tables + t;
    const bucket = (t << this.bits) + code;
    const head = this.#head[bucket];
    this.#code[at] = code;
    this.#next[at] = head;
    this.#previous[at] = -1;
    if (head >= 0) this.#previous[head * this.tables + t] = r;
    this.#head[bucket] = r;
  }

  #unlink(r: number, t: number): void {
    const at = r * this.tables + t;
    const next = this.#next[at];
    const previous = this.#previous[at];
    if (next >= 0) this.#previous[next * this.tables + t] = previous;
    if (previous >= 0) this.#next[previous * this.tables + t] = next;
    else this.#head[(t << this.bits) + this.#code[at]] = next;
  }

  /** A number that no entry of `seen` holds. */
  #nextStamp(): number {
    if (this.#query === 2 ** 31 - 1) {
      this.#seen.fill(0);
      this.#query = 0;
    }
    return ++this.#query;
  }
}

/**
 * c [count, n] with p = Xᵀ c isotropic in the span of the inputs: c = L⁻ᵀ g, K = L Lᵀ, g ~ N(0, I) from the key.
 * count·n²/2 multiply-adds.
 */
function planesInSpan(n: number, count: number, key: Key, kernel: Float64Array | undefined): Float64Array {
  const planes = new Float64Array(count * n);
  fillNormals(key, 0, planes);
  if (!kernel) return planes;
  const factor = kernel.slice();
  let trace = 0;
  for (let i = 0; i < n; i++) trace += kernel[i * n + i];
  for (let i = 0; i < n; i++) factor[i * n + i] += (RIDGE * trace) / n;
  if (choleskyFactor(factor, n).status === "breakdown")
    throw new RangeError("the kernel is not positive semidefinite: K = X Xᵀ is needed");
  for (let k = 0; k < count; k++)
    for (let i = n - 1; i >= 0; i--) {
      let sum = planes[k * n + i];
      for (let j = i + 1; j < n; j++) sum -= factor[j * n + i] * planes[k * n + j];
      planes[k * n + i] = sum / factor[i * n + i];
    }
  return planes;
}
