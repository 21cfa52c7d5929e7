// What every training algorithm is to the loop that drives it.
import type { MaybePromise } from "@widthwise/backends";
import type { Counters } from "@widthwise/core";

/** One training run in progress. The loop that drives it owns stopping, timing and printing. */
export interface Trainer {
  /** work done so far: whoever wants the work of one step resets them before it */
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
  /**
   * S_i: the neurons that fired at input i in the last evaluation, where the trainer keeps lists. Valid until the next
   * call.
   */
  firedAt?(i: number): Int32Array;
  /**
   * f [count] at new inputs [count, d] from the current state, changing nothing. About one product [neurons, d]·[d, count];
   * ProblemError when the inputs do not fit, or when the algorithm does not keep what the answer depends on.
   */
  predict(inputs: Float64Array, count: number): MaybePromise<Float64Array>;
  /** ‖θ − θ₀‖₂, how far the trained weights have moved. Leaves the trainer at its initial state: to be asked last. */
  distance(): MaybePromise<number>;
  /** neurons that the algorithm keeps state for: the width, where it keeps all */
  readonly liveNeurons: number;
  /**
   * How many pairs of a neuron and an input at which it fires there are now, and how many of them an approximate search
   * finds. O(n·m), not counted.
   */
  recall?(): MaybePromise<{ readonly fired: number; readonly found: number }>;
  /** f in float64 at the training inputs with these indices, from the current weights, where the trainer has weights. */
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
  /**
   * `solved`: nothing is left to do, further steps change nothing; `breakdown`: the system has no solution; `diverged`: the
   * weights would move by more than a float32 holds. After the last two the state is as before.
   */
  readonly status: "stepped" | "breakdown" | "solved" | "diverged";
  /** how an iterative solve for the coefficients ended, where there was one */
  readonly inner?: Inner | undefined;
}

/** How an iterative solve ended. */
export interface Inner {
  readonly status: "converged" | "max-steps" | "breakdown";
  readonly iterations: number;
  /** ‖G u − (f − y)‖ / ‖f − y‖, computed from the answer */
  readonly relativeResidual: number;
  /** multiply-adds by what they went into, where they are told apart */
  readonly macs?: Readonly<Record<"sketch" | "factor" | "iterations", number>>;
}
