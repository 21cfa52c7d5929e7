import type * as tfjs from "@tensorflow/tfjs-core";
import type { Counters, Problem } from "@widthwise/core";
import type { AdamRates, Kernels } from "@widthwise/kernels";

/** A tfjs namespace: its tensors are its own. */
export type Tf = typeof tfjs;

export type MaybePromise<T> = T | Promise<T>;

/** Who did the work: recorded beside every measured number. */
export interface BackendInfo {
  /** js, wasm, wasm-mt, tfjs-cpu, tfjs-wasm, tfjs-node, tfjs-webgpu */
  readonly name: string;
  /** of the library, with its native part where it has one: "4.22.0 (libtensorflow 1.15.0)" */
  readonly version: string;
  /** processor model, or the adapter that the GPU interface reports */
  readonly device: string;
  /** true when a GPU interface is served by the processor */
  readonly software: boolean;
  readonly threads: number;
  readonly precision: "float32" | "float64";
}

/**
 * The dense two-layer network, resident on a backend. One step of training is `forward`, then perhaps `overlaps`,
 * then `update`; each counts its own work.
 */
export interface Network {
  readonly counters: Counters;
  /** f [n] at the current weights; remembers which neurons fired. 1·m·n·d multiply-adds. */
  forward(): MaybePromise<Float64Array>;
  /** |S_i ∩ S_j| [n, n] for the neurons S_i that fired at input i in the last forward. */
  overlaps(): MaybePromise<Float64Array>;
  /** Who fired in the last forward, where the backend can say: bits [n, words], bit r of row i for neuron r at input i. */
  firedBits?(): Uint32Array;
  /**
   * w_r ← w_r − (a_r/√m) Σ_{i : r fired at i} u_i x_i, with u [n] and the neurons that fired in the last forward.
   * m·n·d multiply-adds.
   */
  update(u: Float64Array): MaybePromise<void>;
  /**
   * Adam on the gradient Jᵀu, u = f − y [n], with the neurons that fired in the last forward: allocates the moments and
   * returns the step. m·n·d multiply-adds for the gradient and eight operations a weight. `restore` clears the moments.
   */
  adam?(rates: AdamRates): (u: Float64Array) => MaybePromise<void>;
  /** Resolves once all work submitted so far has ended. */
  settled(): MaybePromise<void>;
  /** Back to the initial weights, bit for bit; not counted. */
  restore(): MaybePromise<void>;
  /** Current weights of neurons first … first+count−1, [count, d] row-major. For checks only. */
  weights(first: number, count: number): MaybePromise<Float64Array>;
  dispose(): void;
}

/** Operations a weight that Adam adds to its gradient: both moments, the root, the quotient. */
export const ADAM_OPERATIONS = 8;

/**
 * One matrix product C [rows, cols] ← A·B over the inner dimension. `nn`: A [rows, inner], B [inner, cols];
 * `nt`: B is stored as [cols, inner]; `tn`: A is stored as [inner, rows]. All row-major.
 */
export interface ProductShape {
  readonly orientation: "nn" | "nt" | "tn";
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

export type Operand = Float32Array | Float64Array;

/** A product with its operands resident on the backend. */
export interface Product {
  readonly counters: Counters;
  /** Computes C once and returns when it is complete. */
  run(): MaybePromise<void>;
  /** C [rows, cols] of the last run. */
  result(): MaybePromise<Float32Array | Float64Array>;
  dispose(): void;
}

export interface Backend {
  readonly info: BackendInfo;
  /** our own kernels, for algorithms that need more than a network and products */
  readonly kernels?: Kernels;
  /** the tfjs namespace that owns this backend's tensors, made current, for algorithms written over tfjs */
  readonly tf?: Tf;
  /** Draws the initial weights by `initialWeights` of core and places them on the device. */
  network(problem: Problem): MaybePromise<Network>;
  /** a, b hold the operands as stored; the backend copies them, rounded to its own precision. */
  product(shape: ProductShape, a: Operand, b: Operand): MaybePromise<Product>;
  dispose(): MaybePromise<void>;
}

/** What opening a backend gives: the backend, or why there is none and what the user can do. */
export type Opened = { readonly backend: Backend } | { readonly missing: string; readonly remedy: string };

export interface OpenOptions {
  /** threads to use where the backend can choose; default: all cores for backends with threads */
  readonly threads?: number;
}
