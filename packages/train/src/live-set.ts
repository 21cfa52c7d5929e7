// The neurons that fire at some training input, and no others: drawn from their exact law without forming the rest.
import {
  choleskyFactor,
  fillNormals,
  fillUniforms,
  normalTail,
  normalUpperQuantile,
  outputSigns,
  type Problem,
  streams,
} from "@widthwise/core";
import { forEachInitialProduct } from "./initial-products.ts";
import { ProblemError } from "./trainer.ts";

/** Live neurons at initialisation. A neuron that fires at no training input has zero gradient and never moves. */
export interface LiveSet {
  readonly count: number;
  /** index of each live neuron among the m, ascending [count]; float64 holds indices beyond 2^32 */
  readonly neuron: Float64Array;
  /** a_r [count] */
  readonly sign: Float64Array;
  /** z_ri [count, n] */
  readonly z: Float64Array;
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

  push(neuron: number, sign: number, z: Float64Array): void {
    if (this.count === this.#neuron.length) {
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

/** The live neurons among those whose weights the dense algorithms start from. m·n·d multiply-adds. */
export function sharedLiveSet(problem: Problem): LiveSet {
  const { n, d, width, shift } = problem;
  const builder = new LiveSetBuilder(n);
  const sign = new Float64Array(1);
  forEachInitialProduct(problem, (r, z) => {
    if (!z.some((value) => value > shift)) return;
    outputSigns(problem, r, 1, sign);
    builder.push(r, sign[0], z);
  });
  builder.macs = width * n * d;
  return builder.build();
}

/** Slots of one independent run of geometric skips: ranges of whole chunks can be drawn alone, in any order. */
const CHUNK = 2 ** 16;

/**
 * The live set of a fresh network of width m, exact in distribution: z_r ~ N(0, K) independent over r, kept where
 * some z_ri > b. While n·p ≤ 1, p = Φ̄(b), only candidates are visited: n·p·m of them, at most n² multiply-adds each
 * and no term linear in m beyond one skip a chunk. Otherwise every z_r is drawn: m·n²/2 multiply-adds.
 */
export function sampledLiveSet(problem: Problem, kernel: Float64Array): LiveSet {
  const { n, width, shift, seed, init } = problem;
  const p = normalTail(shift);
  const factor = kernel.slice();
  const solved = choleskyFactor(factor, n);
  if (solved.status === "breakdown")
    throw new ProblemError(
      `input ${solved.pivot} is a combination of the inputs before it (a duplicate, perhaps): sampling the live set needs linearly independent inputs`,
    );
  const builder = new LiveSetBuilder(n);
  const twins = init === "antisymmetric" ? 2 : 1;
  const slots = Math.ceil(width / twins);
  const sign = new Float64Array(1);
  const keep = (slot: number, z: Float64Array) => {
    for (let twin = 0; twin < twins; twin++) {
      const r = slot * twins + twin;
      if (r >= width) return;
      outputSigns(problem, r, 1, sign);
      builder.push(r, sign[0], z);
    }
  };
  const sampler = n * p <= 1 ? candidates : everyone;
  sampler({ n, slots, shift, p, seed, kernel, factor }, keep, builder);
  return builder.build();
}

interface Law {
  readonly n: number;
  readonly slots: number;
  readonly shift: number;
  readonly p: number;
  readonly seed: number;
  readonly kernel: Float64Array;
  /** lower Cholesky factor of the kernel */
  readonly factor: Float64Array;
}

type Keep = (slot: number, z: Float64Array) => void;

/** Row i of L g. */
function product({ factor, n }: Law, g: Float64Array, i: number): number {
  let sum = 0;
  for (let k = 0; k <= i; k++) sum += factor[i * n + k] * g[k];
  return sum;
}

/** Draws z = L g for every slot. */
function everyone(law: Law, keep: Keep, work: { macs: number }): void {
  const { n, slots, shift, seed } = law;
  const g = new Float64Array(n);
  const z = new Float64Array(n);
  for (let slot = 0; slot < slots; slot++) {
    fillNormals({ seed, stream: streams.live }, slot * (n + 2), g);
    let live = false;
    for (let i = 0; i < n; i++) {
      z[i] = product(law, g, i);
      live ||= z[i] > shift;
    }
    if (live) keep(slot, z);
  }
  work.macs += (slots * n * (n + 1)) / 2;
}

/**
 * Each slot is a candidate with probability n·p, found by geometric skips. A candidate draws the input i at which it
 * surely fires, z_i from the tail beyond b, the rest from its law given z_i, and is kept if no input before i fires:
 * so every live z is met exactly once, at its first firing input, with its own density.
 */
function candidates(law: Law, keep: Keep, work: { macs: number }): void {
  const { n, slots, shift, p, seed, kernel } = law;
  const logMiss = Math.log1p(-n * p);
  const skip = new Float64Array(1);
  const draws = new Float64Array(2);
  const g = new Float64Array(n);
  const z = new Float64Array(n);
  for (let chunk = 0; chunk * CHUNK < slots; chunk++) {
    const end = Math.min(slots, (chunk + 1) * CHUNK);
    for (let slot = chunk * CHUNK - 1, visit = 0; ; visit++) {
      // a chunk has at most CHUNK visits, so that its draws never reach the next chunk's
      fillUniforms({ seed, stream: streams.liveSkips }, chunk * CHUNK + visit, skip);
      slot += 1 + Math.floor(Math.log(skip[0]) / logMiss);
      if (slot >= end) break;
      fillUniforms({ seed, stream: streams.live }, slot * (n + 2), draws);
      fillNormals({ seed, stream: streams.live }, slot * (n + 2) + 2, g);
      const i = Math.floor(draws[0] * n);
      // rounding can put the quantile of a tail probability just below the threshold it came from
      const zi = Math.max(normalUpperQuantile(draws[1] * p), shift * (1 + 2 ** -52) + Number.MIN_VALUE);
      const excess = zi - product(law, g, i);
      work.macs += i + 1;
      let first = true;
      for (let k = 0; k < n && first; k++) {
        z[k] = k === i ? zi : product(law, g, k) + kernel[k * n + i] * excess;
        work.macs += k + 2;
        first = k >= i || z[k] <= shift;
      }
      if (first) keep(slot, z);
    }
  }
}
