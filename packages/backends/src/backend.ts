// What every backend gives: a dense two-layer network and matrix products, resident where it computes.
import type * as tfjs from "@tensorflow/tfjs-core";
import type { Counters, Problem } from "@widthwise/core";
import type { AdamRates, Kernels } from "@widthwise/kernels";

/** A tfjs namespace; tensors of one are of no use to another. */
export type Tf = typeof tfjs;

/** A value now or later: synchronous backends cost no turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>;

/** Who did the work: recorded beside every measured number. */
export interface BackendInfo {
  /** one of `backendNames` */
  readonly name: string;
  /** of the library, with its native part where it has one: "4.22.0 (libtensorflow 1.15.0)" */
  readonly version: string;
  /** processor model, or the adapter that the GPU interface reports */
  readonly device: string;
  /** true when a GPU interface is served by the processor */
  readonly software: boolean;
  /** that compute; 1 on a GPU */
  readonly threads: number;
  /** of stored numbers and of arithmetic */
  readonly precision: "float32" | "float64";
}

/**
 * The dense two-layer network, resident on a backend. One step of training is `forward`, then perhaps `overlaps`,
 * then `update`; each counts its own work.
 */
export interface Network {
  readonly counters: Counters;
  /** f [n] at the current weights; remembers which neurons fired. m·n·d multiply-adds; valid until the next call. */
  forward(): MaybePromise<Float64Array>;
  /**
   * |S_i ∩ S_j| [n, n], with S_i the neurons that fired at input i in the last forward. n²·m/64 words combined, or n²·m
   * multiply-adds where no bits are kept.
   */
  overlaps(): MaybePromise<Float64Array>;
  /** Who fired in the last forward, where the backend can say: bits [n, ⌈m/32⌉], bit r of row i for neuron r at input i. */
  firedBits?(): Uint32Array;
  /**
   * w_r ← w_r − (a_r/√m) Σ_{i : r fired at i} u_i x_i, with u [n] and the neurons that fired in the last forward.
   * m·n·d multiply-adds.
   */
  update(u: Float64Array): MaybePromise<void>;
  /**
   * Adam on the gradient Jᵀu, u = f − y [n], with the neurons that fired in the last forward: allocates the moments and
   * returns the step. m·n·d multiply-adds for the gradient and eight operations per weight. `restore` clears the moments.
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

/** Operations per weight that Adam adds to its gradient: both moments, the root, the quotient. */
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

/** Numbers of a matrix on the host. */
export type Operand = Float32Array | Float64Array;

/** A product with its operands resident on the backend. */
export interface Product {
  readonly counters: Counters;
  /** Computes C once and returns when it is complete. rows·inner·cols multiply-adds. */
  run(): MaybePromise<void>;
  /** C [rows, cols] of the last run. */
  result(): MaybePromise<Float32Array | Float64Array>;
  dispose(): void;
}

/** An open backend. */
export interface Backend {
  readonly info: BackendInfo;
  /** our own kernels, for algorithms that need more than a network and products */
  readonly kernels?: Kernels;
  /** the processor's widest vectors, where the backend was compiled for them */
  readonly widest?: {
    readonly bits: number;
    /** multiply-adds in registers, in so many turns of a loop on one thread: how many they were */
    multiplyAdd(turns: number): number;
  };
  /** the tfjs namespace that owns this backend's tensors, made current, for algorithms written over tfjs */
  readonly tf?: Tf;
  /**
   * Draws the initial weights by `initialWeights` of core and places them on the device: m·d draws. NotEnoughMemory
   * where they exceed a limit that the backend knows.
   */
  network(problem: Problem): MaybePromise<Network>;
  /** a and b hold the operands as the shape says; the backend copies them, rounded to its own precision. */
  product(shape: ProductShape, a: Operand, b: Operand): MaybePromise<Product>;
  dispose(): MaybePromise<void>;
}

/** What opening a backend gives: the backend, or why there is none and what the user can do. */
export type Opened = { readonly backend: Backend } | { readonly missing: string; readonly remedy: string };

/** How to open a backend. */
export interface OpenOptions {
  /** for backends with threads; default: one per core */
  readonly threads?: number;
}
