import type { MaybePromise } from "@widthwise/backends";
import { type Counters, norm, type Problem } from "@widthwise/core";
import type { SketchOptions } from "./sketched-rule.ts";

/** One training run in progress. The loop that drives it owns stopping, timing and printing. */
export interface Trainer {
  /** work done so far: reset and read by whoever wants the work of one step */
  readonly counters: Counters;
  /** Takes one iteration. */
  step(): MaybePromise<Step>;
  /** f [n] on the training inputs at the current state, over all neurons, changing nothing. */
  evaluate(): MaybePromise<Float64Array>;
  /** Back to the initial state, bit for bit; not counted. */
  restore(): MaybePromise<void>;
  /** Resolves when all submitted work is done. */
  settled(): MaybePromise<void>;
  /** |S_i| [n]: how many neurons fired at each input in the last evaluation. */
  fired(): MaybePromise<Float64Array>;
  /** S_i: the neurons that fired at input i in the last evaluation, where the trainer keeps lists. Valid until the next call. */
  firedAt?(i: number): Int32Array;
  /**
   * f [count] at new inputs [count, d] from the current state, changing nothing. About one product [neurons, d]·[d, count];
   * ProblemError where the algorithm does not keep what the answer depends on.
   */
  predict(inputs: Float64Array, count: number): MaybePromise<Float64Array>;
  /** ‖θ − θ₀‖₂, how far the trained weights have moved. Leaves the trainer at its initial state: to be asked last. */
  distance(): MaybePromise<number>;
  /** Neurons that the algorithm keeps state for; the width where it keeps all. */
  readonly liveNeurons: number;
  /** Of the neurons that fire at some input, which share an approximate search finds at the current state. O(n·m), not counted. */
  recall?(): MaybePromise<{ readonly fired: number; readonly found: number }>;
  /** f in float64 at input `i` from the current weights, where the trainer has weights to recompute it from. */
  recompute?(inputs: readonly number[]): MaybePromise<Float64Array>;
  dispose(): void;
}

/** What one iteration did. A singular system is an outcome, not an exception. */
export interface Step {
  /**
   * f [n] before the iteration, as the algorithm saw it; valid until the next call. With mini-batches, entries outside
   * the batch may be those of an earlier state.
   */
  readonly outputs: Float64Array;
  /** `solved`: nothing is left to do, further steps change nothing */
  readonly status: "stepped" | "breakdown" | "solved";
  /** how an iterative solve for the coefficients ended, where there was one */
  readonly inner?: Inner | undefined;
}

export interface Inner {
  readonly status: "converged" | "max-steps" | "breakdown";
  readonly iterations: number;
  /** ‖G u − (f − y)‖ / ‖f − y‖, computed from the answer */
  readonly relativeResidual: number;
}

export interface HashingOptions {
  /** default 16 */
  readonly tables?: number | undefined;
  /** of a table's code, 1 to 24; default 5 */
  readonly bits?: number | undefined;
}

export interface TrainerOptions {
  /** step size; default 1/λ_max(G₀) for gradient descent, 1 for Gauss–Newton, 1e-3 for Adam */
  readonly rate?: number | undefined;
  /** inputs a step: mini-batches, drawn anew every epoch; default all */
  readonly batch?: number | undefined;
  /** which layers are trained, where an algorithm has the choice; default `first`, with a_r = ±1 fixed */
  readonly train?: "first" | "both" | undefined;
  /** added to the diagonal of a kernel before it is inverted; default 0 */
  readonly ridge?: number | undefined;
  /** the inner solve of `sketch-gn` */
  readonly sketch?: SketchOptions | undefined;
  /** the tables of `lsh-gd` */
  readonly hashing?: HashingOptions | undefined;
  /**
   * Where algorithms that never form weights take their initial z from: `shared` forms it from the weights that the
   * dense algorithms start from, `sampled` draws it from its law alone.
   */
  readonly start?: "shared" | "sampled" | undefined;
}

/** Bad input to an algorithm: the message names the value received and what is accepted. */
export class ProblemError extends Error {
  override name = "ProblemError";
}

/** Throws ProblemError unless the options' numbers are usable. */
export function checkOptions({ rate, batch, train = "first" }: TrainerOptions, n: number): void {
  if (train !== "first" && train !== "both")
    throw new ProblemError(`layers to train are ${train}, accepted are first and both`);
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate)))
    throw new ProblemError(`rate is ${rate}, accepted are positive numbers`);
  if (batch !== undefined && !(Number.isSafeInteger(batch) && batch >= 1 && batch <= n))
    throw new ProblemError(`batch is ${batch}, accepted are whole numbers from 1 to n = ${n}`);
}

/** Throws ProblemError unless the problem's numbers are usable. */
export function checkProblem({ inputs, labels, n, d, width, shift }: Problem): void {
  if (!Number.isSafeInteger(width) || width < 1)
    throw new ProblemError(`width is ${width}, accepted is a whole number from 1 on`);
  if (inputs.length !== n * d)
    throw new ProblemError(`inputs hold ${inputs.length} numbers, n·d = ${n}·${d} are needed`);
  if (labels.length !== n)
    throw new ProblemError(`labels hold ${labels.length} numbers, n = ${n} are needed`);
  if (!Number.isFinite(shift)) throw new ProblemError(`shift b is ${shift}, accepted is a finite number`);
  const label = labels.findIndex((y) => !Number.isFinite(y));
  if (label >= 0) throw new ProblemError(`label ${label} is ${labels[label]}, accepted are finite numbers`);
  const input = inputs.findIndex((x) => !Number.isFinite(x));
  if (input >= 0)
    throw new ProblemError(
      `input ${Math.floor(input / d)} holds ${inputs[input]}, accepted are finite numbers`,
    );
  checkUnitRows(inputs, n, d);
}

/** Throws ProblemError unless every row of x [rows, d] has length 1, up to rounding in float32. */
export function checkUnitRows(x: Float64Array, rows: number, d: number): void {
  for (let i = 0; i < rows; i++) {
    const length = norm(x.subarray(i * d, (i + 1) * d));
    if (!(Math.abs(length - 1) < 1e-4))
      throw new ProblemError(
        `input ${i} has length ${length}, accepted are inputs of length 1: which neurons fire depends on it`,
      );
  }
}
