import { outputSigns, type Problem, weightsStream } from "@widthwise/core";
import type { Arena, Chunk } from "./arena.ts";
import type { Exports } from "./exports.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

export type NetworkShape = Omit<Problem, "labels">;

/** The dense two-layer network at float32 weights: core's model.ts says what it computes. */
export interface DenseNetwork {
  /** f [n] ← outputs at the current weights; keeps which neurons fired. n·m·d multiply-adds. */
  forward(f: Float64Array): void;
  /** out [n, n] ← |S_i ∩ S_j| of the last forward; O(n²·m/64). */
  overlaps(out: Float64Array): void;
  /** Who fired in the last forward: bits [n, words], bit r of row i; a copy, bits beyond the width are zero. O(n·m/32). */
  firedBits(): Uint32Array;
  /** w_r −= (a_r/√m) Σ_{i : r fired at i} u_i x_i, u [n]; n·m·d multiply-adds. */
  update(u: Float64Array): void;
  /**
   * Allocates Adam's moments, float32 as the weights, and returns its step on the gradient Jᵀu, u = f − y [n]; n·m·d
   * multiply-adds and eight operations a weight. `restore` clears the moments.
   */
  adam(rates: AdamRates): (u: Float64Array) => void;
  /** Back to the initial weights. The first call draws them anew and keeps the copy that later calls use. */
  restore(): void;
  /** out [count, d] ← weights of neurons first … first+count−1. */
  weights(first: number, count: number, out: Float64Array): void;
  dispose(): void;
}

/** D. Kingma, J. Ba, ICLR 2015, Algorithm 1: α, β₁, β₂, ε. */
export interface AdamRates {
  readonly rate: number;
  readonly decay1: number;
  readonly decay2: number;
  readonly epsilon: number;
}

export function openNetwork(wasm: Exports, arena: Arena, threads: number, shape: NetworkShape): DenseNetwork {
  const { n, d, width, shift, seed, init } = shape;
  for (const size of [n, d, width]) {
    if (!Number.isInteger(size) || size < 1 || size >= 2 ** 26) {
      throw new RangeError(
        `n, d and width must be whole numbers from 1 to ${2 ** 26 - 1}, got ${n}, ${d} and ${width}`,
      );
    }
  }
  const blocks = Math.ceil(width / BLOCK);
  const panels = Math.ceil(width / 8);
  const panelBytes = wasm.panelBytes(d);
  const scratch = Math.ceil(wasm.networkScratch(n, d) / 64) * 64;
  const sizes = {
    job: bytesOf(jobs.Network),
    x: wasm.stripBytes(n, d),
    xt: wasm.stripBytes(d, n),
    weights: panels * panelBytes,
    signs: panels * 32,
    masks: blocks * n * (BLOCK / 8),
    shares: blocks * n * 8,
    sums: n * 8,
    coefficients: n * 4,
    overlaps: threads * n * n * 4,
    scratch: threads * scratch,
  };
  const { chunk, at } = arena.carve(sizes, `a network of width ${width} with n = ${n}, d = ${d}`);

  const { job, ...addresses } = at;
  jobAt(arena, job, jobs.Network).fill({
    ...{ n, d, width, shift, ...addresses, scratchBytes: scratch },
    antisymmetric: Number(init === "antisymmetric"),
    ...{ seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32), stream: weightsStream },
  });

  packInputs(wasm, arena, shape, at);
  const signs = arena.f32(at.signs, panels * 8);
  signs.fill(0);
  outputSigns(shape, 0, width, signs.subarray(0, width));
  arena.u32(at.masks, sizes.masks / 4).fill(0);
  wasm.draw(at.job);

  const scale = 1 / Math.sqrt(width);
  const floats = sizes.weights / 4;
  let moved = false;
  let inside: Chunk | undefined;
  let outside: Float32Array | undefined;
  let moments: Chunk | undefined;
  let forget = () => {};
  /** steps that Adam has taken */
  let taken = 0;

  /** Inside the memory where both copies fit into it, else outside. */
  function keepCopy(): void {
    if (arena.largest >= sizes.weights) {
      inside = arena.allocate(sizes.weights, "the copy of the initial weights");
      arena.f32(inside.at, floats).set(arena.f32(at.weights, floats));
    } else {
      outside = new Float32Array(floats);
      outside.set(arena.f32(at.weights, floats));
    }
  }

  return {
    forward(f) {
      wasm.forward(at.job);
      const sums = arena.f64(at.sums, n);
      for (let i = 0; i < n; i++) f[i] = scale * sums[i];
    },
    overlaps(out) {
      wasm.overlaps(at.job);
      const counts = arena.u32(at.overlaps, threads * n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let t = 0; t < threads; t++) sum += counts[(t * n + i) * n + j];
          out[i * n + j] = sum;
          out[j * n + i] = sum;
        }
      }
    },
    firedBits() {
      const words = BLOCK / 32;
      const out = new Uint32Array(n * blocks * words);
      const masks = arena.u32(at.masks, out.length);
      for (let b = 0; b < blocks; b++)
        for (let i = 0; i < n; i++) {
          const from = (b * n + i) * words;
          out.set(masks.subarray(from, from + words), (i * blocks + b) * words);
        }
      return out;
    },
    update(u) {
      moved = true;
      const coefficients = arena.f32(at.coefficients, n);
      for (let i = 0; i < n; i++) coefficients[i] = -u[i] * scale;
      wasm.update(at.job);
    },
    adam({ rate, decay1, decay2, epsilon }) {
      const carved = arena.carve(
        {
          job: bytesOf(jobs.Adam),
          mean: sizes.weights,
          square: sizes.weights,
          gradients: threads * panelBytes,
        },
        `Adam's moments of width ${width} with d = ${d}`,
      );
      moments = carved.chunk;
      const adam = carved.at;
      forget = () => {
        arena.f32(adam.mean, floats).fill(0);
        arena.f32(adam.square, floats).fill(0);
        taken = 0;
      };
      forget();
      const { mean, square, gradients } = adam;
      const step = jobAt(arena, adam.job, jobs.Adam);
      step.fill({ network: at.job, mean, square, gradients, decay1, decay2, epsilon, step: 0, root: 0 });
      return (u) => {
        moved = true;
        taken++;
        const coefficients = arena.f32(at.coefficients, n);
        for (let i = 0; i < n; i++) coefficients[i] = u[i] * scale;
        step.set({ step: rate / (1 - decay1 ** taken), root: 1 / Math.sqrt(1 - decay2 ** taken) });
        wasm.adam(adam.job);
      };
    },
    restore() {
      forget();
      if (!moved) return;
      moved = false;
      const copy = inside === undefined ? outside : arena.f32(inside.at, floats);
      if (copy !== undefined) {
        arena.f32(at.weights, floats).set(copy);
      } else {
        wasm.draw(at.job);
        keepCopy();
      }
    },
    weights(first, count, out) {
      const rows = panelBytes / 32;
      const stored = arena.f32(at.weights, floats);
      for (let r = 0; r < count; r++) {
        const neuron = first + r;
        const from = Math.floor(neuron / 8) * rows * 8 + (neuron % 8);
        for (let k = 0; k < d; k++) out[r * d + k] = stored[from + k * 8];
      }
    },
    dispose() {
      arena.free(chunk);
      for (const other of [inside, moments]) if (other !== undefined) arena.free(other);
    },
  };
}

/** x ← strips of X, xt ← strips of Xᵀ, in float32. */
function packInputs(
  wasm: Exports,
  arena: Arena,
  { inputs, n, d }: NetworkShape,
  at: { readonly x: number; readonly xt: number },
): void {
  const rows = arena.allocate(4 * n * d, "the inputs");
  arena.f32(rows.at, n * d).set(inputs);
  wasm.packStrips(rows.at, 4 * d, true, n, d, at.x);
  wasm.packStrips(rows.at, 4 * d, false, d, n, at.xt);
  arena.free(rows);
}
