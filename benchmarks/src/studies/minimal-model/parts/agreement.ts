// How far an exact solution is from the same flow integrated.

import { norm } from "@widthwise/core";
import { integrate, type MinimalModel, packNeuron, type State, whitenedFlow } from "@widthwise/dynamics";
import { largest } from "@widthwise/measure";
import type { Outcome } from "../../../measuring/jobs/study.ts";
import { upTo } from "../../../measuring/jobs/up-to.ts";

/** Aim of the comparison: absolute, for states of order one. */
const AGREEMENT = 1e-9;

/** `points` times up to `until`, evenly in their logarithm. */
export function logTimes(until: number, points: number, from = until / 1000): number[] {
  return upTo(points).map((k) => until * (until / from) ** (k / (points - 1) - 1));
}

/**
 * Largest difference of (a, w) between exact states at these times and the integrated flow, against the size of the state
 * where above 1; NaN where integration fails.
 */
export function farthest(
  model: MinimalModel,
  target: ArrayLike<number>,
  times: readonly number[],
  states: readonly State[],
): number {
  const integrated = integrate(whitenedFlow(target, model.rates), packNeuron(model), times);
  if (integrated.status !== "reached") return Number.NaN;
  return largest(
    states.flatMap((state, i) => {
      const other = integrated.states[i];
      return Array.from(packNeuron(state), (v, k) => Math.abs(v - other[k]) / Math.max(1, norm(other)));
    }),
  );
}

export const agreement = (value: number): Outcome["check"] => ({
  what: "largest difference of (a, w) between exact and integrated flow",
  value,
  reference: 0,
  tolerance: AGREEMENT,
});
