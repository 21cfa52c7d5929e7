// The law of the neurons that fire at some training input, as plain data; sublinear.md section 3.
import { choleskyFactor, type Solved } from "./cholesky.ts";
import { log } from "./log.ts";
import type { Problem } from "./model.ts";
import { normalTail } from "./normal.ts";

/** Slots of one independent run of draws: ranges of whole chunks can be drawn alone, in any order. */
export const LIVE_CHUNK = 2 ** 16;

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
}

/** The law, or a breakdown where K is singular to working precision. n³/6 multiply-adds. */
export function liveLaw(
  problem: Problem,
  kernel: Float64Array,
): LiveLaw | (Solved & { status: "breakdown" }) {
  const { n, width, shift, seed, init } = problem;
  const factor = kernel.slice();
  const solved = choleskyFactor(factor, n);
  if (solved.status === "breakdown") return solved;
  const p = normalTail(shift);
  const twins = init === "antisymmetric" ? 2 : 1;
  const slots = Math.ceil(width / twins);
  const law = { n, width, shift, seed, init, kernel, factor, twins, slots, p } as const;
  return n * p < 1 ? { ...law, logMiss: logOneMinus(n * p) } : law;
}

/** ln(1 − x) for 0 ≤ x < 1 by W. Kahan's correction: what rounding 1 − x changes, the quotient changes back. */
function logOneMinus(x: number): number {
  const rest = 1 - x;
  return rest === 1 ? -x : (log(rest) * x) / (1 - rest);
}
