// What a network answers: at examples kept apart, and at a few inputs once more in float64.
import { outputSigns } from "@widthwise/core";
import { farthest } from "../../measuring/judge.ts";
import { wrongOf } from "./look.ts";
import type { PairNetwork, Trained, Way } from "./way.ts";

/** Share of the examples kept apart with the right sign. */
export function rightAt(network: PairNetwork, { test }: Way): number | undefined {
  if (test === undefined) return undefined;
  const f = new Float64Array(test.n);
  network.predict(test.inputs, f);
  return 1 - wrongOf(f, test);
}

/** Labels are ±1: float32 rounding of f stays well below. */
const AGREEMENT = 1e-3;

/** a [m] at the start. */
export function initialSigns({ d, width, seed }: Way): Float64Array {
  const signs = new Float64Array(width);
  outputSigns({ d, width, seed, init: "gaussian" }, 0, width, signs);
  return signs;
}

/** f [n] at three inputs, recomputed in float64 from W [m, d] and a [m]. */
export function checkOf(
  weights: Float32Array,
  outer: Float64Array,
  { train, d, width, shift }: Way,
  f: Float64Array,
): Trained["check"] {
  const inputs = [0, Math.floor(train.n / 2), train.n - 1];
  const expected = inputs.map((input) => {
    let sum = 0;
    for (let r = 0; r < width; r++) {
      let z = -shift;
      for (let k = 0; k < d; k++) z += weights[r * d + k] * train.inputs[input * d + k];
      if (z > 0) sum += outer[r] * z;
    }
    return sum / Math.sqrt(width);
  });
  const found = inputs.map((input) => f[input]);
  const worst = farthest(found, expected);
  return {
    what: `f at the end at ${inputs.length} inputs, recomputed in float64 from the weights (worst)`,
    value: found[worst],
    reference: expected[worst],
    tolerance: AGREEMENT,
  };
}
