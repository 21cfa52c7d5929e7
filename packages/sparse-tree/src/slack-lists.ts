// Slack certificates: a neuron is looked at only when its fired set can have changed.
import { FlatIndex, requireFinite, requireThreshold } from "./threshold-index.ts";

/** What a step of gradient descent or Gauss–Newton needs to know of the network. */
export interface SlackOptions {
  /** b: the only threshold that is answered for */
  readonly threshold: number;
  /** K = X Xᵀ [n, n], row-major */
  readonly kernel: Float64Array;
  /** a_r = ±1 [m] */
  readonly signs: Float64Array;
  /** 1/√(network width): what a neuron's sign is multiplied by */
  readonly scale: number;
}

/** (r, j) begins or ceases to fire; z is z_rj after the step. */
export type Crossing = (r: number, j: number, z: number, fires: boolean) => void;

/** Slack given up to rounding, relative to |z| + |b| and to the clocks: 2^12 units in the last place. */
const MARGIN = 2 ** -40;
/** No input's share of a certificate is below this fraction of the largest. */
const LEAST_PACE = 2 ** -6;

/**
 * Besides `add`, which changes values at once, this structure takes a training step whole: `step(u)` moves every
 * neuron by Δz_rj = −a_r·scale·Σ_{i∈F_r} K_ij u_i and touches only those whose certificate has run out.
 *
 * Between looks |Δz_rj| ≤ scale·Σ_{i∈F_r} |K_ij| (V_i(now) − V_i(then)), with V_i = Σ_t |u_i(t)| a clock that only goes
 * forward. A certificate gives each i ∈ F_r a share s·pace_i of clock, s the largest number for which no z_rj can reach
 * b; pace is the last |u|, floored. Input i keeps a heap of its fired neurons by the clock V_i at which their share is
 * used up, so that S_i is the heap's content and a query is a copy. Neurons that fire nowhere are in no heap: they
 * do not move. Values are refreshed from the net movement U_i(now) − U_i(then), U_i = Σ_t u_i(t), which is exact
 * because F_r stood still meanwhile.
 *
 * State: z, U at the last look and expiry [m, n] each, clocks U, V and pace [n] each, float64; then heaps [n, m],
 * places in them [m, n] (−1: does not fire) and heap sizes [n], int32.
 */
export class SlackLists extends FlatIndex {
  readonly threshold: number;
  readonly #options: SlackOptions;
  readonly #z: Float64Array;
  readonly #then: Float64Array;
  readonly #expiry: Float64Array;
  readonly #net: Float64Array;
  readonly #clock: Float64Array;
  readonly #pace: Float64Array;
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  readonly #size: Int32Array;
  readonly #members: Int32Array;

  /** z [n, m]. O(n·m + Σ_r |F_r|·n). */
  constructor(z: Float64Array | Float32Array, n: number, m: number, options: SlackOptions) {
    super(z, n, m, 32 * n * m + 28 * n);
    const { threshold, kernel, signs, scale } = options;
    requireFinite("threshold", threshold);
    requireFinite("scale", scale);
    if (kernel.length !== n * n)
      throw new RangeError(`the kernel holds ${kernel.length} numbers, n² = ${n * n} are needed`);
    if (signs.length !== m) throw new RangeError(`signs hold ${signs.length} numbers, m = ${m} are needed`);
    this.threshold = threshold;
    this.#options = options;
    let at = 0;
    const floats = (length: number) => {
      at += 8 * length;
      return new Float64Array(this.buffer, at - 8 * length, length);
    };
    const integers = (length: number) => {
      at += 4 * length;
      return new Int32Array(this.buffer, at - 4 * length, length);
    };
    this.#z = floats(m * n);
    this.#then = floats(m * n);
    this.#expiry = floats(m * n);
    this.#net = floats(n);
    this.#clock = floats(n);
    this.#pace = floats(n).fill(1);
    this.#heap = integers(n * m);
    this.#place = integers(m * n).fill(-1);
    this.#size = integers(n);
    this.#members = new Int32Array(n);
    for (let r = 0; r < m; r++) {
      for (let i = 0; i < n; i++) this.#z[r * n + i] = z[i * m + r];
      this.#settle(r);
    }
  }

  /** z_ri now, whether or not the neuron was looked at lately. O(n). */
  value(i: number, r: number): number {
    return this.#z[r * this.n + i] - this.#moved(r, i, this.#firedAt(r));
  }

  /** In heap order. A copy: O(count). */
  fired(i: number, b: number, out: Int32Array): number {
    requireThreshold("the slack lists", this.threshold, b);
    const count = this.#size[i];
    for (let k = 0; k < count; k++) out[k] = this.#heap[i * this.m + k];
    this.visits.query += count;
    this.counters.bytesRead += 4 * count;
    this.counters.bytesWritten += 4 * count;
    return count;
  }

  /** Each neuron is brought up to date, changed and certified anew: O(count·n·|F_r|). */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    const { n } = this;
    for (let k = 0; k < count; k++) {
      const r = neurons[k];
      this.#refresh(r);
      for (let i = 0; i < n; i++) this.#z[r * n + i] += delta[k * n + i];
      this.#settle(r);
    }
    this.counters.macs += n * count;
    this.counters.bytesRead += 16 * n * count;
    this.counters.bytesWritten += 8 * n * count;
  }

  /**
   * The step with output coefficients u [n]; `crossed` hears of every (r, j) that begins or ceases to fire. Returns how
   * many neurons were looked at, each at O(n·|F_r|); the others cost nothing.
   */
  step(u: Float64Array, crossed?: Crossing): number {
    const { n, m } = this;
    const clock = this.#clock;
    let fastest = 0;
    for (let i = 0; i < n; i++) fastest = Math.max(fastest, Math.abs(u[i]));
    if (fastest === 0) return 0;
    requireFinite("the largest |u_i|", fastest);
    for (let i = 0; i < n; i++) {
      this.#net[i] += u[i];
      clock[i] += Math.abs(u[i]);
      this.#pace[i] = Math.max(Math.abs(u[i]), LEAST_PACE * fastest);
    }
    let looks = 0;
    for (let i = 0; i < n; i++)
      while (this.#size[i] > 0 && this.#expiry[this.#heap[i * m] * n + i] < clock[i]) {
        const r = this.#heap[i * m];
        this.#refresh(r);
        this.#settle(r, crossed);
        looks++;
      }
    this.counters.macs += 2 * n;
    this.counters.compares += looks + n;
    this.counters.bytesRead += 24 * n;
    this.counters.bytesWritten += 24 * n;
    return looks;
  }

  /** members [count] ← F_r as the heaps have it; returns the count. */
  #firedAt(r: number): number {
    let count = 0;
    for (let i = 0; i < this.n; i++) if (this.#place[r * this.n + i] >= 0) this.#members[count++] = i;
    return count;
  }

  /** What z_rj has lost since the last look, members [count] = F_r. */
  #moved(r: number, j: number, count: number): number {
    const { n } = this;
    const { kernel, signs, scale } = this.#options;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const i = this.#members[k];
      sum += kernel[i * n + j] * (this.#net[i] - this.#then[r * n + i]);
    }
    return signs[r] * scale * sum;
  }

  /** z_r ← its value now. n·(|F_r| + 1) multiply-adds. */
  #refresh(r: number): void {
    const { n } = this;
    const count = this.#firedAt(r);
    for (let j = 0; j < n; j++) this.#z[r * n + j] -= this.#moved(r, j, count);
    this.counters.macs += n * (count + 1);
    this.counters.bytesRead += 4 * n + 8 * (n * (count + 1) + 2 * count);
    this.counters.bytesWritten += 8 * n;
  }

  /** From z_r, which is up to date: membership in the heaps, and a new certificate. n·|F_r| multiply-adds, n divisions. */
  #settle(r: number, crossed?: Crossing): void {
    const { n, threshold } = this;
    const { kernel, scale } = this.#options;
    const row = r * n;
    for (let j = 0; j < n; j++) {
      const fires = this.#z[row + j] > threshold;
      if (fires === this.#place[row + j] >= 0) continue;
      if (fires) this.#insert(j, r);
      else this.#remove(j, r);
      crossed?.(r, j, this.#z[row + j], fires);
    }
    const count = this.#firedAt(r);
    let share = Number.POSITIVE_INFINITY;
    for (let j = 0; j < n && count > 0; j++) {
      let load = 0;
      for (let k = 0; k < count; k++) {
        const i = this.#members[k];
        load += Math.abs(kernel[i * n + j]) * this.#pace[i];
      }
      const z = this.#z[row + j];
      const slack = Math.abs(z - threshold) - MARGIN * (Math.abs(z) + Math.abs(threshold));
      if (load > 0) share = Math.min(share, Math.max(slack, 0) / (Math.abs(scale) * load));
    }
    for (let k = 0; k < count; k++) {
      const i = this.#members[k];
      this.#then[row + i] = this.#net[i];
      const clock = this.#clock[i];
      this.#expiry[row + i] = Math.max(clock, (clock + share * this.#pace[i]) * (1 - MARGIN));
      this.#sift(i, this.#place[row + i]);
    }
    this.visits.update += n;
    this.counters.macs += n * count;
    this.counters.compares += 2 * n;
    this.counters.bytesRead += 8 * n + 4 * n + 8 * n * count;
    this.counters.bytesWritten += 16 * count;
  }

  #insert(i: number, r: number): void {
    const k = this.#size[i]++;
    this.#expiry[r * this.n + i] = Number.POSITIVE_INFINITY;
    this.#put(i, k, r);
  }

  #remove(i: number, r: number): void {
    const k = this.#place[r * this.n + i];
    const last = --this.#size[i];
    this.#place[r * this.n + i] = -1;
    if (k === last) return;
    this.#put(i, k, this.#heap[i * this.m + last]);
    this.#sift(i, k);
  }

  #put(i: number, k: number, r: number): void {
    this.#heap[i * this.m + k] = r;
    this.#place[r * this.n + i] = k;
  }

  /** Moves the entry at k of heap i to where its expiry belongs, up or down. O(log |S_i|). */
  #sift(i: number, from: number): void {
    const { n, m } = this;
    const heap = this.#heap;
    const base = i * m;
    const expiryAt = (k: number) => this.#expiry[heap[base + k] * n + i];
    const size = this.#size[i];
    const r = heap[base + from];
    const expiry = this.#expiry[r * n + i];
    let k = from;
    let compares = 0;
    while (k > 0) {
      const parent = (k - 1) >> 1;
      compares++;
      if (!(expiry < expiryAt(parent))) break;
      this.#put(i, k, heap[base + parent]);
      k = parent;
    }
    while (2 * k + 1 < size) {
      let child = 2 * k + 1;
      if (child + 1 < size && expiryAt(child + 1) < expiryAt(child)) child++;
      compares += 2;
      if (!(expiryAt(child) < expiry)) break;
      this.#put(i, k, heap[base + child]);
      k = child;
    }
    this.#put(i, k, r);
    this.counters.compares += compares;
    this.counters.bytesRead += 12 * compares;
  }
}
