// What a network answers: at examples kept apart, and at a few inputs once more in float64.
import { outputSigns } from "@widthwise/core";
import { wrongOf } from "./look.ts";
import type { PairNetwork, Trained, Way } from "./way.ts";

/** Share of the examples kept apart with the right sign. */
export function rightAt(network: PairNetwork, { test }: Way): number | undefined {
  if (test === undefined) return undefined;
  const f = new Float64Array(test.n);
  network.predict(test.inputs, f);
  return 1 - wrongOf(f, test);
}

/** Of ‖y‖/√n: float32 rounding of f stays well below. */
const AGREEMENT = 1e-3;

/** f at three inputs, recomputed in float64 from the weights. */
export function checkOf(network: PairNetwork, way: Way, f: Float64Array): Trained["check"] {
  const { train, d, width, shift, seed } = way;
  const weights = network.weights();
  const signs = new Float64Array(width);
  outputSigns({ d, width, seed, init: "gaussian" }, 0, width, signs);
  const inputs = [0, Math.floor(train.n / 2), train.n - 1];
  const found = inputs.map((input) => {
    let sum = 0;
    for (let r = 0; r < width; r++) {
      let z = -shift;
      for (let k = 0; k < d; k++) z += weights[r * d + k] * train.inputs[input * d + k];
      if (z > 0) sum += signs[r] * z;
    }
    return { value: f[input], reference: sum / Math.sqrt(width) };
  });
  const gap = ({ value, reference }: (typeof found)[number]) => Math.abs(value - reference);
  const worst = found.reduce((far, one) => (gap(one) > gap(far) ? one : far));
  return {
    what: `f at the end at ${inputs.length} inputs, recomputed in float64 from the weights (worst)`,
    ...worst,
    tolerance: AGREEMENT,
  };
}
