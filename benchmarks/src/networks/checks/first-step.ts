// Whether the first step of a float32 training goes along the float64 gradient.
import { norm } from "@widthwise/core";
import { piecewiseVelocity, type ReluNetwork, type StudentTeacher, unitRates } from "@widthwise/dynamics";

/** Float32 products of a hundred terms, against float64. */
const STEP_AGREEMENT = 1e-5;

/** The network after one step of `rate` from `start`, held against the float64 gradient. 2ndh multiply-adds in float64. */
export function firstStepCheck(
  start: ReluNetwork,
  network: ReluNetwork,
  { train }: StudentTeacher,
  rate: number,
) {
  const step = piecewiseVelocity({ ...start, leak: 0 }, train, unitRates);
  return {
    what: "difference of the first step from the float64 gradient, over its length",
    value: relativeDifference(network, start, step, (2 * rate) / train.n),
    reference: 0,
    tolerance: STEP_AGREEMENT,
  };
}

/** ‖(network − start) − factor·step‖/‖factor·step‖ */
function relativeDifference(
  network: ReluNetwork,
  start: ReluNetwork,
  step: ReluNetwork,
  factor: number,
): number {
  const parts = (["a", "w"] as const).map((key) => ({
    off: norm(network[key].map((value, i) => value - start[key][i] - factor * step[key][i])),
    size: factor * norm(step[key]),
  }));
  return Math.hypot(...parts.map(({ off }) => off)) / Math.hypot(...parts.map(({ size }) => size));
}
