// The rules of gradient descent and Gauss–Newton: what a step makes of the residual is all that tells them apart. How the
// network is held (dense, in trees, as live neurons) is independent of it.
import {
  type Counters,
  choleskyFactor,
  choleskyMacs,
  choleskySolve,
  float32Max,
  largestEigenvalue,
  type Problem,
  type Solved,
} from "@widthwise/core";
import { Batches } from "./batches.ts";
import type { FiredSets } from "./fired-sets.ts";
import type { TrainerOptions } from "./options.ts";
import type { Step } from "./trainer.ts";

/** What the Gram matrix of the current state is made of: G_ij = (K_ij overlaps_ij + features_ij)/m. */
export interface Tangent {
  /**
   * Σ_r a_r² over the neurons that fire at i and j [n, n], at least on and below the diagonal; counts, as long as
   * a_r = ±1
   */
  readonly overlaps: Float64Array;
  /** Σ_r φ(z_ri) φ(z_rj) [n, n], likewise, where the second layer is trained too */
  readonly features?: Float64Array | undefined;
  /** who fires, for rules that apply J without forming G */
  readonly sets?: FiredSets | undefined;
}

/** How u came about; without `outputs`, which the trainer adds. */
type Taken = Omit<Step, "outputs"> & { readonly status: "stepped" | "breakdown" | "diverged" };

/**
 * Turns the residual f − y [n] into output coefficients u [n], in place, at the batch's inputs; the others are
 * not touched. Steps count from 0.
 */
type Direction = (u: Float64Array, tangent: Tangent, batch: Int32Array, step: number) => Taken;

/** x [n] ← A⁻¹ b; the lower triangle of A is read and may be overwritten, b and x may be the same. */
export type Solve = (a: Float64Array, b: Float64Array, x: Float64Array, leastPivot?: number) => Solved;

/** How a training algorithm turns residuals into coefficients. */
export interface Rule {
  /** the part of the tangent that it wants at every step */
  readonly wants: "nothing" | "overlaps" | "sets";
  /** whether it wants the overlaps of the initial state */
  readonly atStart: (options: TrainerOptions) => boolean;
  /** Called once, at the initial state; ProblemError when an option is out of range. */
  readonly prepare: (start: Start) => Direction;
}

/** What a rule is prepared from. */
interface Start {
  readonly problem: Problem;
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  /** of the initial state, where the rule asks for it */
  readonly tangent: Tangent;
  readonly options: TrainerOptions;
  readonly counters: Counters;
  /** a faster solver than core's, where the backend has one */
  readonly solve?: Solve | undefined;
}

/** A rule at work on one network, batch after batch. */
export interface Coefficients {
  /** inputs that the next `take` uses, ascending: all of them without mini-batches */
  readonly batch: Int32Array;
  /**
   * u [n] ← coefficients of the residual f − y [n], in place, zero outside the batch; the weights then move by −Jᵀu, where
   * the status is `stepped`.
   */
  take(u: Float64Array, tangent: Tangent): Taken;
  /** Back to the first batch. */
  restore(): void;
}

/** The rule at work on a network from its first batch on. */
export function coefficientsOf(rule: Rule, start: Start): Coefficients {
  const { problem, options } = start;
  const batches = new Batches(problem.n, problem.seed, options.batch);
  const direction = rule.prepare(start);
  return {
    get batch() {
      return batches.current;
    },
    take(u, tangent) {
      const batch = batches.current;
      keepOnly(batch, u);
      const taken = direction(u, tangent, batch, batches.step);
      batches.next();
      return taken.status === "stepped" && !holds(reach(u, problem.width))
        ? { ...taken, status: "diverged" }
        : taken;
    },
    restore: () => batches.restore(),
  };
}

/** No weight of the first layer and no z moves by more than Σ|u_i|/√m, as inputs have length 1. */
const reach = (u: Float64Array, width: number) =>
  u.reduce((sum, value) => sum + Math.abs(value), 0) / Math.sqrt(width);

/**
 * Whether a float32 holds it: beyond, weights turn infinite and products into NaN, which some backends take for a neuron
 * that does not fire. So that all backends end alike, those of float64 stop there too.
 */
export const holds = (move: number) => move < float32Max;

/** u [n] ← 0 outside the batch. */
function keepOnly(batch: Int32Array, u: Float64Array): void {
  for (let i = 0, k = 0; i < u.length; i++)
    if (batch[k] === i) k++;
    else u[i] = 0;
}

/**
 * u = η(f − y), by default with η = 1/λ_max(G₀), G₀ of all inputs even where there are mini-batches. One multiply-add per
 * input.
 */
export const gradientDescent: Rule = {
  wants: "nothing",
  atStart: ({ rate }) => rate === undefined,
  prepare({ problem, kernel, tangent, options, counters }) {
    const { n } = problem;
    const gram = new Float64Array(n * n);
    const all = Int32Array.from({ length: n }, (_, i) => i);
    // nothing fires: any rate leaves the weights where they are
    const rate =
      options.rate ?? 1 / (largestEigenvalue(fillGram(gram, kernel, tangent, problem, all), n) || 1);
    return (u, _, batch) => {
      for (const i of batch) u[i] *= rate;
      counters.macs += batch.length;
      return { status: "stepped" };
    };
  },
};

/**
 * u = η G⁻¹(f − y), by default with η = 1, G the batch's block: T. Cai et al., "Gram–Gauss–Newton method", arXiv
 * 1905.11675. n³/6 + n² multiply-adds for n inputs in the batch.
 */
export const gaussNewton: Rule = {
  wants: "overlaps",
  atStart: () => false,
  prepare({ problem, kernel, options, counters, solve = factorAndSolve }) {
    const { rate = 1, batch: most = problem.n } = options;
    const gram = new Float64Array(most * most);
    const part = new Float64Array(most);
    return (u, tangent, batch) => {
      const n = batch.length;
      const block = fillGram(gram.subarray(0, n * n), kernel, tangent, problem, batch);
      const x = part.subarray(0, n);
      for (let k = 0; k < n; k++) x[k] = u[batch[k]];
      const solved = solve(block, x, x);
      for (let k = 0; k < n; k++) u[batch[k]] = rate * x[k];
      counters.macs += n * n + choleskyMacs(n) + n;
      counters.bytesRead += 24 * n * n;
      counters.bytesWritten += 16 * n * n;
      return { status: solved.status === "solved" ? "stepped" : "breakdown" };
    };
  },
};

/** gram [b, b] ← G_ij at the batch's b inputs, both triangles, from K [n, n]. b²/2 multiply-adds. */
export function fillGram(
  gram: Float64Array,
  kernel: Float64Array,
  { overlaps, features }: Tangent,
  { n, width }: Problem,
  batch: Int32Array,
): Float64Array {
  const b = batch.length;
  for (let k = 0; k < b; k++)
    for (let l = 0; l <= k; l++) {
      const at = batch[k] * n + batch[l];
      const entry = (kernel[at] * overlaps[at] + (features === undefined ? 0 : features[at])) / width;
      gram[k * b + l] = entry;
      gram[l * b + k] = entry;
    }
  return gram;
}

/** By core's Cholesky factor, in place. n³/6 + n² multiply-adds. */
export const factorAndSolve: Solve = (a, b, x, leastPivot) => {
  x.set(b);
  const solved = choleskyFactor(a, b.length, leastPivot);
  if (solved.status === "solved") choleskySolve(a, b.length, x);
  return solved;
};
