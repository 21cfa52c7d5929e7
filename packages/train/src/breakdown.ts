// Why a training run cannot move, or moves too far, in words for its user.
import type { Problem } from "@widthwise/core";

/**
 * What the status of a run leaves open, with its losses before any step and after each, and the number `fired` [n] of neurons
 * that fire at each input at its end; undefined where there is nothing to say. O(n²·d) at most.
 */
export function explainEnd(
  status: string,
  losses: readonly number[],
  problem: Problem,
  fired: ArrayLike<number>,
): string | undefined {
  if (status === "diverged") return "the steps are too large: choose a smaller rate";
  const moved = losses.some((loss) => loss !== losses[0]);
  if (moved && nothingFires(fired))
    return "the steps are too large, no neuron fires at any input any more: choose a smaller rate";
  return status === "breakdown" || nothingFires(fired) ? explainBreakdown(problem, fired) : undefined;
}

/**
 * Why the system of a Gauss–Newton step cannot be solved, from what the inputs show; `fired` [n] counts the neurons that
 * fire at each. O(n²·d) at most.
 */
export function explainBreakdown({ inputs, n, d, shift, width }: Problem, fired: ArrayLike<number>): string {
  if (nothingFires(fired))
    return `no neuron of ${width} fires at any input: the shift b = ${shift} is too large`;
  for (let i = 0; i < n; i++)
    if (fired[i] === 0)
      return `no neuron of ${width} fires at input ${i}: row ${i} of the Gram matrix is zero, as the shift b = ${shift} is too large`;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let k = 0;
      while (k < d && inputs[i * d + k] === inputs[j * d + k]) k++;
      if (k === d) return `inputs ${j} and ${i} are equal: the Gram matrix is singular`;
    }
  return "the Gram matrix is not positive definite to working precision: inputs are nearly dependent, or too few neurons fire at them";
}

/** Whether no neuron fires at any input, by the counts `fired` [n]: training cannot move. */
export function nothingFires(fired: ArrayLike<number>): boolean {
  return Array.prototype.every.call(fired, (count) => count === 0);
}
