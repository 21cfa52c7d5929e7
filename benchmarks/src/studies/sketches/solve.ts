// G g = r by conjugate gradients, with or without a preconditioner, to two tolerances.
import { largest } from "@widthwise/measure";
import { type Preconditioner, pcg } from "@widthwise/sketch";
import type { Outcome } from "../../measuring/jobs/study.ts";
import type { GramProblem } from "./gram-problem.ts";

/** Relative residuals that every solve is taken to: what practice asks for, and what agrees with an exact solve. */
export const tolerances = [1e-3, 1e-8] as const;
/** Steps of conjugate gradients, in n: rounding may cost some beyond the n of exact arithmetic. */
const MOST_STEPS = 20;

export interface Solved {
  /** −1: did not get there */
  readonly steps: number;
  /** ‖G g − r‖/‖r‖, from the answer */
  readonly residual: number;
}

/** Where there is no preconditioner to solve with. */
export const unsolved: Solved = { steps: -1, residual: 1 };

/** n² multiply-adds per step. */
export function solve(
  { n, gram, right }: GramProblem,
  tolerance: number,
  preconditioner?: Preconditioner,
): Solved {
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += gram[i * n + j] * x[j];
      out[i] = sum;
    }
  };
  const { status, steps, residual } = pcg(apply, right, {
    tolerance,
    maxSteps: MOST_STEPS * n,
    preconditioner,
  });
  return { steps: status === "converged" ? steps : -1, residual };
}

/** Every solve that says it converged has the residual that it was asked for; `solved` alternates between the tolerances. */
export function residualCheck(solved: readonly Solved[]): NonNullable<Outcome["check"]> {
  const converged = solved.filter(({ steps }) => steps >= 0);
  return {
    what: `largest ‖G g − r‖/‖r‖ over its tolerance, of ${converged.length} solves`,
    value: Math.max(
      0,
      largest(solved.map(({ steps, residual }, k) => (steps < 0 ? 0 : residual / tolerances[k % 2]))),
    ),
    reference: 0,
    tolerance: 1,
  };
}
