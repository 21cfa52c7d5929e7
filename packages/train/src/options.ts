// What a training run can be told beside its problem.
import { ProblemError } from "./check-problem.ts";

/** Options of a training run; each algorithm reads those that concern it. */
export interface TrainerOptions {
  /** step size; default 1/λ_max(G₀) for gradient descent, 1 for Gauss–Newton, 1e-3 for Adam */
  readonly rate?: number | undefined;
  /** inputs per step: mini-batches, in a new order every epoch; default all */
  readonly batch?: number | undefined;
  /** the layers that are trained, where an algorithm has the choice; default `first`, with a_r = ±1 fixed */
  readonly train?: "first" | "both" | undefined;
  /** added to the diagonal of a kernel before it is inverted; default 0 */
  readonly ridge?: number | undefined;
  /** of `sketch-gn` */
  readonly sketch?: SketchOptions | undefined;
  /** of `lsh-gd` */
  readonly hashing?: HashingOptions | undefined;
  /**
   * Where algorithms on live neurons take their initial z from: `shared` forms it from the weights that the dense algorithms
   * start from, m·n·d multiply-adds; `sampled`, the default, draws it from its law alone.
   */
  readonly start?: "shared" | "sampled" | undefined;
}

/** The hyper-parameters of the inner solve of `sketch-gn`. */
export interface SketchOptions {
  /** the preconditioner's sketch, default `count-sketch`; `none`: plain conjugate gradients */
  readonly kind?: "none" | "count-sketch" | "sparse-sign" | undefined;
  /**
   * Rows of the sketch, as a multiple of the inputs in the batch (default 4: Avron, Maymounkov & Toledo 2010), or as many
   * as the kind's theorem asks to keep the distortion, except with the failure probability.
   */
  readonly rows?: number | { readonly distortion: number; readonly failure: number } | undefined;
  /**
   * accepted ‖G u − (f − y)‖ / ‖f − y‖; default 1e-8: residuals then agree with those of an exact solve far better than
   * 1e-4
   */
  readonly tolerance?: number | undefined;
  /** iterations per solve, default 1000 */
  readonly maxSteps?: number | undefined;
}

/** The tables of `lsh-gd`. */
export interface HashingOptions {
  /** number of tables, default 16 */
  readonly tables?: number | undefined;
  /** bits per code, 1 to 24; default 5 */
  readonly bits?: number | undefined;
}

/**
 * Throws ProblemError unless layers, rate and batch are usable for n inputs; the others are checked by the algorithms
 * that read them.
 */
export function checkOptions({ rate, batch, train = "first" }: TrainerOptions, n: number): void {
  if (train !== "first" && train !== "both")
    throw new ProblemError(`layers to train are ${train}, accepted are first and both`);
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate)))
    throw new ProblemError(`rate is ${rate}, accepted are positive numbers`);
  if (batch !== undefined && !(Number.isSafeInteger(batch) && batch >= 1 && batch <= n))
    throw new ProblemError(`batch is ${batch}, accepted are whole numbers from 1 to n = ${n}`);
}
