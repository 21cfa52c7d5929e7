import type { MaybePromise } from "@widthwise/backends";
import type { Counters, Problem } from "@widthwise/core";

/** One training run in progress. The loop that drives it owns stopping, timing and printing. */
export interface Trainer {
  /** work done so far: reset and read by whoever wants the work of one step */
  readonly counters: Counters;
  /** Takes one iteration. */
  step(): MaybePromise<Step>;
  /** f [n] on the training inputs at the current state, changing nothing. */
  evaluate(): MaybePromise<Float64Array>;
  /** Back to the initial state, bit for bit; not counted. */
  restore(): MaybePromise<void>;
  /** Resolves when all submitted work is done. */
  settled(): MaybePromise<void>;
  /** |S_i| [n]: how many neurons fired at each input in the last evaluation. */
  fired(): MaybePromise<Float64Array>;
  /** Neurons that the algorithm keeps state for; the width where it keeps all. */
  readonly liveNeurons: number;
  /** f in float64 at input `i` from the current weights, where the trainer has weights to recompute it from. */
  recompute?(inputs: readonly number[]): MaybePromise<Float64Array>;
  dispose(): void;
}

/** What one iteration did. A singular system is an outcome, not an exception. */
export interface Step {
  /** f [n] before the iteration; valid until the next call */
  readonly outputs: Float64Array;
  readonly status: "stepped" | "breakdown";
}

export interface TrainerOptions {
  /** step size; default 1/λ_max(G₀) for gradient descent, 1 for Gauss–Newton */
  readonly rate?: number | undefined;
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
}
