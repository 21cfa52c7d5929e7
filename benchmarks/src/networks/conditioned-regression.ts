// A regression of two inputs, one along each axis, with a condition number.
import type { Regression } from "@widthwise/dynamics";

/** c and 1 times 2/(1 + c): of XᵀX, with mean 1. */
export const eigenvaluesOf = (condition: number): number[] =>
  [condition, 1].map((value) => (2 * value) / (1 + condition));

/** XᵀX = diag(eigenvaluesOf(c)), with the labels of `target` [2]. */
export function conditionedRegression(condition: number, target: readonly number[]): Regression {
  const [first, second] = eigenvaluesOf(condition).map(Math.sqrt);
  return {
    inputs: Float64Array.of(first, 0, 0, second),
    labels: Float64Array.of(first * target[0], second * target[1]),
    n: 2,
    d: 2,
  };
}
