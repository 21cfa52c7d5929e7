// Whether a gradient is one: the slope of a loss along it.
import type { Outcome } from "../../measuring/jobs/study.ts";

/** Float32 roundings of the two losses and the bend of the loss between them. */
const SLOPE_AGREEMENT = 2e-2;
/** Of all parameters together. */
const STEP = 1e-4;

/** Moves parameters in place along their gradients, both ways, and puts them back. Two losses. */
export function slopeCheck(
  parameters: readonly Float32Array[],
  gradients: readonly Float32Array[],
  loss: () => number,
): NonNullable<Outcome["check"]> {
  const starts = parameters.map((own) => own.slice());
  const directions = gradients.map((own) => own.slice());
  const square = (own: Float32Array) => own.reduce((sum, g) => sum + g * g, 0);
  const length = Math.sqrt(directions.reduce((sum, own) => sum + square(own), 0));
  const at = (h: number) => {
    parameters.forEach((own, part) => {
      const [start, direction] = [starts[part], directions[part]];
      for (let k = 0; k < own.length; k++) own[k] = start[k] + (h * direction[k]) / length;
    });
    return loss();
  };
  const slope = (at(STEP) - at(-STEP)) / (2 * STEP);
  parameters.forEach((own, part) => {
    own.set(starts[part]);
  });
  return {
    what: "slope of the loss along its gradient at the start, over the gradient's length",
    value: slope / length,
    reference: 1,
    tolerance: SLOPE_AGREEMENT,
  };
}
