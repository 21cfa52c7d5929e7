// The law of the neurons that fire at some training input, as plain data. packages/train/README.md says how they are drawn.
import type { Problem } from "./model.ts";
import { log } from "./natural-log.ts";
import { normalTail } from "./normal.ts";

/** Slots per run of draws: whole chunks of slots can be drawn alone, in any order, by any thread. */
export const LIVE_CHUNK = 2 ** 16;

/** Some live neurons: those that fire at one training input at least, in order, with z_ri = ⟨w_r, x_i⟩. */
export interface LiveRows {
  readonly count: number;
  /** index of each among the m neurons of the network, ascending [count]; in float64, as indices go beyond 2^32 */
  readonly neuron: Float64Array;
  /** a_r [count] */
  readonly sign: Float64Array;
  /** z_ri [count, n] */
  readonly z: Float64Array;
}

/** What a sampler of the live set needs to know; the same law and seed give the same neurons from every sampler. */
export interface LiveLaw extends Pick<Problem, "n" | "width" | "shift" | "seed" | "init"> {
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  /** lower Cholesky factor of K [n, n]; the upper triangle is not to be read */
  readonly factor: Float64Array;
  /** neurons that share one draw: 2 where the initialisation is antisymmetric */
  readonly twins: 1 | 2;
  /** independent draws: m, or half of it rounded up */
  readonly slots: number;
  /** P(N(0,1) > b) */
  readonly p: number;
  /** ln(1 − n·p) where a slot is a candidate with probability n·p < 1; absent: every slot is drawn */
  readonly logMiss?: number;
  /**
   * every neuron is kept, whether it fires or not, and those that fire are found by trees of maxima or by a look at each; then there is
   * no `logMiss`
   */
  readonly all?: "trees" | "scan";
}

/** The law for K = X Xᵀ [n, n], singular or not (more inputs than dimensions, duplicates). n³/6 multiply-adds. */
export function liveLaw(problem: Problem, kernel: Float64Array): LiveLaw {
  const { n, width, shift, seed, init } = problem;
  const factor = kernel.slice();
  semidefiniteFactor(factor, n);
  const p = normalTail(shift);
  const twins = init === "antisymmetric" ? 2 : 1;
  const slots = Math.ceil(width / twins);
  const law = { n, width, shift, seed, init, kernel, factor, twins, slots, p } as const;
  return n * p < 1 ? { ...law, logMiss: logOneMinus(n * p) } : law;
}

/**
 * a [n, n] ← L with A = L Lᵀ, A positive semidefinite: where a pivot vanishes its whole column does (N. Higham, Accuracy and
 * Stability of Numerical Algorithms, 2002, §10.3), so it is zero. What is left out is below n·2^-52 of the largest diagonal
 * entry, far below the float32 rounding of the draws.
 */
function semidefiniteFactor(a: Float64Array, n: number): void {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, a[i * n + i]);
  const floor = largest * n * 2 ** -52;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      const pivot = a[j * n + j];
      if (j < i) a[i * n + j] = pivot > 0 ? sum / pivot : 0;
      else a[i * n + i] = sum > floor ? Math.sqrt(sum) : 0;
    }
}

/** ln(1 − x) for 0 ≤ x < 1 by W. Kahan's correction: what rounding 1 − x changes, the quotient changes back. */
function logOneMinus(x: number): number {
  const rest = 1 - x;
  return rest === 1 ? -x : (log(rest) * x) / (1 - rest);
}
