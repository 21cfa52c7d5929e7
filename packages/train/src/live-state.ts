// z of the live neurons during training; here in float64 JavaScript, in live-wasm.ts in WebAssembly.
import type { Counters, LiveRows, Problem } from "@widthwise/core";
import { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "./fired-sets.ts";
import type { LiveSet } from "./live-set.ts";

/** Neurons per piece of `rows`. */
const PIECE = 4096;

/** z of the live neurons, who fires at which inputs, and what follows from both. Each counts its own work. */
export interface LiveState {
  /** live neurons at initialisation */
  readonly count: number;
  /** f [n] ← outputs at the current z. */
  outputs(f: Float64Array): void;
  /** out [n, n] ← |{r : i, j ∈ F_r}|, how many neurons fire at both inputs: the lower triangle at least. */
  overlaps(out: Float64Array): void;
  /**
   * z_r ← z_r − (a_r/√m) Σ_{i∈F_r} u_i K_i, then F_r anew. Σ_r |F_r|·n multiply-adds at most. `counting` says that the
   * overlaps will be asked for: their Σ_r |F_r|² additions cost least in the same pass.
   */
  move(u: Float64Array, counting: boolean): void;
  /** Who fires at the current z. O(Σ_r |F_r|). */
  sets(): FiredSets;
  /** Back to the initial z; not counted. */
  restore(): void;
  /** The live neurons in order, at their current z, a few thousand at a time; not counted. */
  rows(): Iterable<LiveRows>;
  dispose(): void;
}

/** In float64 JavaScript: the readable reference. */
export class JsLiveState implements LiveState {
  readonly count: number;
  readonly #problem: Problem;
  readonly #kernel: Float64Array;
  readonly #counters: Counters;
  readonly #live: LiveSet;
  readonly #z: Float64Array;
  readonly #sets: FiredSets;
  readonly #sums: Float64Array;
  readonly #ku: Float64Array;

  constructor(problem: Problem, kernel: Float64Array, live: LiveSet, counters: Counters) {
    const { n } = problem;
    const { count } = live;
    this.count = count;
    this.#problem = problem;
    this.#kernel = kernel;
    this.#counters = counters;
    this.#live = live;
    this.#z = live.z.slice();
    this.#sets = {
      rows: 0,
      neuron: new Int32Array(count),
      start: new Int32Array(count + 1),
      input: new Int32Array(count * n),
    };
    this.#sums = new Float64Array(n);
    this.#ku = new Float64Array(n * n);
    counters.macs += live.macs;
    this.#scan();
  }

  outputs(f: Float64Array): void {
    const scale = 1 / Math.sqrt(this.#problem.width);
    for (let i = 0; i < f.length; i++) f[i] = scale * this.#sums[i];
  }

  overlaps(out: Float64Array): void {
    countOverlaps(this.#sets, this.#problem.n, out, this.#counters);
  }

  sets(): FiredSets {
    const sets = this.#sets;
    const { rows, start, input } = sets;
    // the rows of the live set stand for neurons
    const neuron = Int32Array.from(sets.neuron.subarray(0, rows), (row) => this.#live.neuron[row]);
    return { rows, neuron, start, input };
  }

  move(u: Float64Array): void {
    const { n, width } = this.#problem;
    const sets = this.#sets;
    scaleKernelRows(this.#kernel, u, this.#ku);
    for (let k = 0; k < sets.rows; k++) {
      const row = sets.neuron[k];
      moveRow(sets, k, this.#ku, n, this.#live.sign[row] / Math.sqrt(width), this.#z, row * n);
    }
    const pairs = sets.start[sets.rows];
    this.#counters.macs += n * n + pairs * n;
    this.#counters.bytesRead += 8 * (2 * n * n + sets.rows * n);
    this.#counters.bytesReread += 8 * pairs * n;
    this.#counters.bytesWritten += 8 * (n * n + sets.rows * n);
    this.#scan();
  }

  /** Reads z once, for f·√m and for who fires at which inputs. n compares per live neuron. */
  #scan(): void {
    const { n, shift } = this.#problem;
    const { count, sign } = this.#live;
    const sets = this.#sets;
    const sums = this.#sums.fill(0);
    const z = this.#z;
    let pairs = 0;
    let rows = 0;
    for (let row = 0; row < count; row++) {
      const from = pairs;
      for (let i = 0; i < n; i++) {
        const excess = z[row * n + i] - shift;
        if (excess > 0) {
          sums[i] += sign[row] * excess;
          sets.input[pairs++] = i;
        }
      }
      if (pairs > from) {
        sets.neuron[rows] = row;
        sets.start[rows++] = from;
      }
    }
    sets.start[rows] = pairs;
    sets.rows = rows;
    this.#counters.compares += count * n;
    this.#counters.macs += pairs;
    this.#counters.bytesRead += 8 * count * n;
    this.#counters.bytesWritten += 4 * pairs + 8 * rows;
  }

  restore(): void {
    this.#z.set(this.#live.z);
    const before = { ...this.#counters };
    this.#scan();
    Object.assign(this.#counters, before);
  }

  *rows(): Generator<LiveRows> {
    const { n } = this.#problem;
    const { neuron, sign } = this.#live;
    for (let first = 0; first < this.count; first += PIECE) {
      const end = Math.min(first + PIECE, this.count);
      yield {
        count: end - first,
        neuron: neuron.slice(first, end),
        sign: sign.slice(first, end),
        z: this.#z.slice(first * n, end * n),
      };
    }
  }

  dispose(): void {}
}
