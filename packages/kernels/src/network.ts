// The dense two-layer shifted-ReLU network in the kernels' memory; see assembly/network.ts.
import { type Adam, type AdamRates, openAdam } from "./adam.ts";
import { checkLength, checkSizes } from "./check.ts";
import type { Engine } from "./engine.ts";
import { initialContents } from "./initial-contents.ts";
import { BLOCK } from "./jobs/fields.ts";
import { type NetworkShape, packInputs, placeNetwork } from "./network-memory.ts";

/**
 * f(x) = (1/√m) Σ_r a_r max(⟨w_r, x⟩ − b, 0), a_r = ±1 fixed, weights float32: what core's `Problem` describes. Everything
 * runs on all threads, and gives the same bits on any number of them. A neuron fires at an input where ⟨w_r, x⟩ > b.
 */
export interface DenseNetwork {
  /** f [n] ← outputs at the current weights; keeps which neurons fired. n·m·d multiply-adds. */
  forward(f: Float64Array): void;
  /** out [n, n] ← |S_i ∩ S_j|, S_i the neurons that fired at input i in the last forward; n(n+1)/2 · m/64 words of 64 bits. */
  overlaps(out: Float64Array): void;
  /** Who fired in the last forward: a copy of the bits [n, words], bit r of row i; bits beyond the width are zero. O(n·m/32). */
  firedBits(): Uint32Array;
  /** w_r −= (a_r/√m) Σ_{i : r fired at i} u_i x_i, u [n]; n·m·d multiply-adds. */
  update(u: Float64Array): void;
  /**
   * Allocates Adam's moments, float32 as the weights, and returns its step on the gradient Jᵀu, u = f − y [n]; n·m·d
   * multiply-adds and eight operations per weight. `restore` clears the moments.
   */
  adam(rates: AdamRates): (u: Float64Array) => void;
  /** X ← other inputs [n, d], of a mini-batch for example. O(n·d). */
  setInputs(inputs: ArrayLike<number>): void;
  /** Back to the initial weights. The first call draws them anew and keeps a copy, which later calls use. */
  restore(): void;
  /** out [count, d] ← weights of neurons first … first+count−1. O(count·d). */
  weights(first: number, count: number, out: Float64Array): void;
  /** Frees the network. */
  dispose(): void;
}

/** Opens a network at its initial weights; throws a RangeError where the sizes do not fit together or into the memory. */
export function openNetwork(engine: Engine, shape: NetworkShape): DenseNetwork {
  const { wasm, arena, threads } = engine;
  const { n, d, width } = shape;
  checkSizes("n, d and width", [n, d, width], 2 ** 26 - 1);
  checkLength("inputs", shape.inputs, "[n, d]", n * d);
  const memory = placeNetwork(engine, shape);
  const { at, chunk, blocks, weightBytes, panelBytes } = memory;
  const scale = 1 / Math.sqrt(width);
  const initial = initialContents(arena, { at: at.weights, bytes: weightBytes }, () => wasm.draw(at.job));
  const adams: Adam[] = [];
  let moved = false;

  /** What the weights are moved by: factor·u_i for each input. */
  const setCoefficients = (u: Float64Array, factor: number) => {
    checkLength("u", u, "[n]", n);
    moved = true;
    const coefficients = arena.f32(at.coefficients, n);
    for (let i = 0; i < n; i++) coefficients[i] = factor * u[i];
  };

  return {
    forward(f) {
      checkLength("f", f, "[n]", n);
      wasm.forward(at.job);
      const sums = arena.f64(at.sums, n);
      for (let i = 0; i < n; i++) f[i] = scale * sums[i];
    },
    overlaps(out) {
      checkLength("out", out, "[n, n]", n * n);
      wasm.overlaps(at.job);
      addTriangles(arena.u32(at.overlaps, threads * n * n), n, out);
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
      setCoefficients(u, -scale);
      wasm.update(at.job);
    },
    adam(rates) {
      const adam = openAdam(engine, memory, rates);
      adams.push(adam);
      return (u) => {
        setCoefficients(u, scale);
        adam.step();
      };
    },
    setInputs(inputs) {
      checkLength("inputs", inputs, "[n, d]", n * d);
      packInputs(wasm, arena, { inputs, n, d }, at);
    },
    restore() {
      for (const adam of adams) adam.forget();
      if (moved) initial.restore();
      moved = false;
    },
    weights(first, count, out) {
      if (!(first >= 0 && first + count <= width))
        throw new RangeError(`neurons ${first} to ${first + count - 1} of ${width} were asked for`);
      checkLength("out", out, "[count, d]", count * d);
      const stored = arena.f32(at.weights, weightBytes / 4);
      for (let r = 0; r < count; r++) {
        const neuron = first + r;
        const from = Math.floor(neuron / 8) * (panelBytes / 4) + (neuron % 8);
        for (let k = 0; k < d; k++) out[r * d + k] = stored[from + k * 8];
      }
    },
    dispose() {
      arena.free(chunk);
      initial.dispose();
      for (const adam of adams) adam.dispose();
    },
  };
}

/** out [n, n] ← the sum of the threads' lower triangles counts [threads, n, n], and its mirror image. */
function addTriangles(counts: Uint32Array, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let from = i * n + j; from < counts.length; from += n * n) sum += counts[from];
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
}
