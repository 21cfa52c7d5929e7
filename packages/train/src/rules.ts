// What a step does with the residual is all that tells gradient descent from Gauss–Newton; how the network is held
// (dense, in trees, as live neurons) is independent of it.
import {
  type Counters,
  choleskyFactor,
  choleskyMacs,
  choleskySolve,
  largestEigenvalue,
  type Problem,
  type Solved,
} from "@widthwise/core";
import type { Step, TrainerOptions } from "./trainer.ts";

/**
 * Turns the residual f − y [n] into output coefficients u [n], in place; the weights then move by −Jᵀu. `overlaps`
 * [n, n] holds |S_i ∩ S_j| at least on and below the diagonal, if the rule uses it.
 */
export type Coefficients = (residual: Float64Array, overlaps: Float64Array) => Step["status"];

/** x [n] ← A⁻¹ b; the lower triangle of A is read and may be overwritten, b and x may be the same. */
export type Solve = (a: Float64Array, b: Float64Array, x: Float64Array) => Solved;

export interface Rule {
  /** the counts change with every step and the rule wants them */
  readonly everyStep: boolean;
  /** it wants those of the initial state */
  readonly atStart: (options: TrainerOptions) => boolean;
  readonly prepare: (start: Start) => Coefficients;
}

export interface Start {
  readonly problem: Problem;
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  /** of the initial state, where the rule asks for it */
  readonly overlaps: Float64Array;
  readonly options: TrainerOptions;
  readonly counters: Counters;
  /** a faster solver than core's, where the backend has one */
  readonly solve?: Solve | undefined;
}

/** u = η(f − y), by default η = 1/λ_max(G₀). n multiply-adds. */
export const gradientDescent: Rule = {
  everyStep: false,
  atStart: ({ rate }) => rate === undefined,
  prepare({ problem, kernel, overlaps, options, counters }) {
    const { n } = problem;
    const gram = new Float64Array(n * n);
    // nothing fires: any rate leaves the weights where they are
    const rate = options.rate ?? 1 / (largestEigenvalue(fillGram(gram, kernel, overlaps, problem), n) || 1);
    return (u) => {
      for (let i = 0; i < n; i++) u[i] *= rate;
      counters.macs += n;
      return "stepped";
    };
  },
};

/** u = η G⁻¹(f − y), by default η = 1: T. Cai et al., arXiv 1905.11675. n³/6 + n² multiply-adds. */
export const gaussNewton: Rule = {
  everyStep: true,
  atStart: () => false,
  prepare({ problem, kernel, options, counters, solve = factorAndSolve }) {
    const { n } = problem;
    const { rate = 1 } = options;
    const gram = new Float64Array(n * n);
    return (u, overlaps) => {
      fillGram(gram, kernel, overlaps, problem);
      const solved = solve(gram, u, u);
      for (let i = 0; i < n; i++) u[i] *= rate;
      counters.macs += n * n + choleskyMacs(n) + n;
      counters.bytesRead += 24 * n * n;
      counters.bytesWritten += 16 * n * n;
      return solved.status === "solved" ? "stepped" : "breakdown";
    };
  },
};

/** gram [n, n] ← G_ij = K_ij |S_i ∩ S_j| / m, both triangles. */
function fillGram(
  gram: Float64Array,
  kernel: Float64Array,
  overlaps: Float64Array,
  { n, width }: Problem,
): Float64Array {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const entry = (kernel[i * n + j] * overlaps[i * n + j]) / width;
      gram[i * n + j] = entry;
      gram[j * n + i] = entry;
    }
  return gram;
}

/** By core's factor, in place. */
const factorAndSolve: Solve = (a, b, x) => {
  x.set(b);
  const solved = choleskyFactor(a, b.length);
  if (solved.status === "solved") choleskySolve(a, b.length, x);
  return solved;
};
