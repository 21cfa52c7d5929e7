// Why a training run cannot move, in words for its user.
import type { Problem } from "@widthwise/core";

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
