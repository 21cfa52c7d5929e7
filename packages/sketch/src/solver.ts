// What the iterative solvers have in common: their options, and how a solve ends.
import type { Counters } from "@widthwise/core";
import type { Factor } from "./preconditioner.ts";

/** How an iterative solve ended: a value, never an exception. */
export interface Outcome {
  /**
   * `converged`: the residual, computed anew from the answer, is within the tolerance.
   * `max-steps`: steps ran out. `breakdown`: no further step can help: G is singular and r out of its range, G is not
   * positive semidefinite, or rounding keeps the residual above the tolerance.
   */
  readonly status: "converged" | "max-steps" | "breakdown";
  readonly steps: number;
  /** ‖G g − r‖/‖r‖, computed from the answer; 0 for r = 0 */
  readonly residual: number;
}

/** Options of `pcg` and `lsqr`. */
export interface SolverOptions {
  /** accepted ‖G g − r‖/‖r‖. Brand et al. 2021: √(λ/n)/6 (`theoreticalTolerance`); practical: 1e-3; exact: 1e-12 */
  readonly tolerance: number;
  readonly maxSteps: number;
  /** default none */
  readonly preconditioner?: Factor | undefined;
  /** where the solver's own work is counted; applications of maps count where they are done */
  readonly counters?: Counters;
}

/** RangeError, naming the value, for options or a right-hand side that no solver accepts. */
export function checkSolver({ tolerance, maxSteps }: SolverOptions, r: Float64Array): void {
  if (!(tolerance > 0)) throw new RangeError(`tolerance is ${tolerance}, accepted is a number above 0`);
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 0)
    throw new RangeError(`maxSteps is ${maxSteps}, accepted is a whole number from 0 on`);
  const at = r.findIndex((x) => !Number.isFinite(x));
  if (at >= 0)
    throw new RangeError(`entry ${at} of the right-hand side is ${r[at]}, accepted are finite numbers`);
}
