// The neurons that fire at some training input, and no others: drawn from their exact law without forming the rest.
import {
  fillNormals32,
  fillUniforms,
  float32Above,
  LIVE_CHUNK,
  type LiveLaw,
  type LiveRows,
  liveLaw,
  liveNormalsStream,
  liveSkipsStream,
  liveStream,
  log,
  type NormalSource,
  needMemory,
  normalUpperQuantile,
  outputSigns,
  type Problem,
} from "@widthwise/core";
import { forEachInitialProduct } from "./initial-products.ts";

/**
 * All live neurons at initialisation. The others fire at no training input: their gradient is zero and they never move.
 * Where the live ones were sampled, z holds float32 numbers.
 */
export interface LiveSet extends LiveRows {
  /** multiply-adds spent */
  readonly macs: number;
}

/** Arrays that grow by doubling while live neurons are found. */
class LiveSetBuilder {
  count = 0;
  macs = 0;
  #neuron = new Float64Array(1024);
  #sign = new Float64Array(1024);
  #z: Float64Array;
  readonly #n: number;

  constructor(n: number) {
    this.#n = n;
    this.#z = new Float64Array(1024 * n);
  }

  push(neuron: number, sign: number, z: ArrayLike<number>): void {
    if (this.count === this.#neuron.length) {
      needMemory(16 * this.count * (this.#n + 2), `more than ${this.count} live neurons`);
      this.#neuron = grown(this.#neuron);
      this.#sign = grown(this.#sign);
      this.#z = grown(this.#z);
    }
    this.#neuron[this.count] = neuron;
    this.#sign[this.count] = sign;
    this.#z.set(z, this.count * this.#n);
    this.count++;
  }

  build(): LiveSet {
    const { count, macs } = this;
    return {
      count,
      neuron: this.#neuron.slice(0, count),
      sign: this.#sign.slice(0, count),
      z: this.#z.slice(0, count * this.#n),
      macs,
    };
  }
}

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** The live neurons among those whose weights the dense algorithms start from, or `all` neurons. m·n·d multiply-adds. */
export function sharedLiveSet(problem: Problem, normals?: NormalSource, all = false): LiveSet {
  const { n, d, width, shift } = problem;
  const builder = new LiveSetBuilder(n);
  const sign = new Float64Array(1);
  forEachInitialProduct(
    problem,
    (r, z) => {
      if (!all && !z.some((value) => value > shift)) return;
      outputSigns(problem, r, 1, sign);
      builder.push(r, sign[0], z);
    },
    normals,
  );
  builder.macs = width * n * d;
  return builder.build();
}

/**
 * The live set of a fresh network of width m, exact in distribution up to float32 rounding of z: z_r ~ N(0, K),
 * independent over r, kept where some z_ri > b. While n·p < 1, p = Φ̄(b), only candidates are visited: m·n·p of them, at
 * most n² multiply-adds each, and no term linear in m but one skip per 2^16 neurons. Otherwise every z_r is drawn: m·n²/2
 * multiply-adds. The README of this package has the proof. The reference for the WebAssembly sampler, which draws the
 * same bits: float32 operations in one order.
 */
export function sampledLiveSet(
  problem: Problem,
  kernel: Float64Array,
  law = liveLaw(problem, kernel),
): LiveSet {
  const { n, width, twins } = law;
  const builder = new LiveSetBuilder(n);
  const sign = new Float64Array(1);
  const keep = (slot: number, z: Float32Array) => {
    for (let twin = 0; twin < twins; twin++) {
      const r = slot * twins + twin;
      if (r >= width) return;
      outputSigns(problem, r, 1, sign);
      builder.push(r, sign[0], z);
    }
  };
  const sampler = law.logMiss === undefined ? everyone : candidates;
  sampler(law, keep, builder);
  return builder.build();
}

type Keep = (slot: number, z: Float32Array) => void;
const { fround } = Math;

/** Row i of L g, products and sums rounded one by one. */
function product(factor: Float32Array, n: number, g: Float32Array, i: number): number {
  let sum = 0;
  for (let k = 0; k <= i; k++) sum = fround(sum + fround(factor[i * n + k] * g[k]));
  return sum;
}

/** g ← the normals of a slot: whole Philox blocks. */
function slotNormals({ n, seed }: LiveLaw, slot: number, g: Float32Array): void {
  fillNormals32({ seed, stream: liveNormalsStream }, slot * 4 * Math.ceil(n / 4), g);
}

/** Draws z = L g for every slot. */
function everyone(law: LiveLaw, keep: Keep, work: { macs: number }): void {
  const { n, slots, shift } = law;
  const factor = Float32Array.from(law.factor);
  const g = new Float32Array(n);
  const z = new Float32Array(n);
  for (let slot = 0; slot < slots; slot++) {
    slotNormals(law, slot, g);
    let live = false;
    for (let i = 0; i < n; i++) {
      z[i] = product(factor, n, g, i);
      live ||= z[i] > shift;
    }
    if (live) keep(slot, z);
  }
  work.macs += (slots * n * (n + 1)) / 2;
}

/**
 * Each slot is a candidate with probability n·p, found by geometric skips. A candidate draws the input i at which it
 * surely fires, z_i from the tail beyond b and the rest of z from its law given z_i, and is kept if it fires at no input
 * before i: so every live z is met exactly once, at its first firing input, with its own density.
 */
function candidates(law: LiveLaw, keep: Keep, work: { macs: number }): void {
  const { n, slots, shift, p, seed, logMiss = 0 } = law;
  const factor = Float32Array.from(law.factor);
  const kernel = Float32Array.from(law.kernel);
  const least = float32Above(shift);
  const skip = new Float64Array(1);
  const draws = new Float64Array(2);
  const g = new Float32Array(n);
  const z = new Float32Array(n);
  for (let chunk = 0; chunk * LIVE_CHUNK < slots; chunk++) {
    const end = Math.min(slots, (chunk + 1) * LIVE_CHUNK);
    for (let slot = chunk * LIVE_CHUNK - 1, visit = 0; ; visit++) {
      // a chunk has at most LIVE_CHUNK visits, so that its draws never reach the next chunk's
      fillUniforms({ seed, stream: liveSkipsStream }, chunk * LIVE_CHUNK + visit, skip);
      slot += 1 + Math.floor(log(skip[0]) / logMiss);
      if (slot >= end) break;
      fillUniforms({ seed, stream: liveStream }, slot * 2, draws);
      slotNormals(law, slot, g);
      const i = Math.floor(draws[0] * n);
      // rounding can put the quantile of a tail probability on the threshold it came from
      const zi = Math.max(fround(normalUpperQuantile(draws[1] * p)), least);
      const excess = fround(zi - product(factor, n, g, i));
      work.macs += i + 1;
      let first = true;
      for (let k = 0; k < n && first; k++) {
        z[k] = k === i ? zi : product(factor, n, g, k) + fround(kernel[i * n + k] * excess);
        work.macs += k + 2;
        first = k >= i || z[k] <= shift;
      }
      if (first) keep(slot, z);
    }
  }
}
