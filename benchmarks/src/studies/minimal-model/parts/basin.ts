// Fig. 7: on both sides of the surface a r₊ + ⟨w, β*⟩ = 0 that separates the basins, at a = −4 with Xᵀy = (1, 0.25).
import { norm } from "@widthwise/core";
import {
  exactSolution,
  integrate,
  minimalModel,
  packNeuron,
  unitRates,
  whitenedFlow,
} from "@widthwise/dynamics";
import { combinations } from "../../../measuring/jobs/combinations.ts";
import { logTimes } from "./agreement.ts";
import { part } from "./part.ts";

const TARGET = [1, 0.25];
/** The figure's imbalances and distances from the surface. */
const GRID = combinations({ delta: [0, -2, -10], offset: [1e-3, -1e-3] });

/** The model on the surface, its a then moved by the offset. */
function besideSurface(delta: number, offset: number) {
  const s = norm(TARGET);
  const a = -4;
  const along = (-a * (delta + Math.hypot(delta, 2 * s))) / (2 * s);
  const across = Math.sqrt(Math.max(0, a * a - delta - along * along));
  const w = [(along * TARGET[0] - across * TARGET[1]) / s, (along * TARGET[1] + across * TARGET[0]) / s];
  return minimalModel(a + offset, w);
}

export const basin = part({
  cases: ({ points }) => GRID.map((params) => ({ params, points })),
  run({ params: { delta, offset }, points }) {
    const model = besideSurface(delta, offset);
    const exact = exactSolution(model, TARGET);
    const times = logTimes(200, points, 0.01);
    const states = times.map((t) => exact.at(t));
    const { states: integrated } = integrate(whitenedFlow(TARGET, unitRates), packNeuron(model), [200]);
    return {
      measures: {
        times,
        readout: states.map(({ a }) => a),
        path1: states.map(({ beta }) => beta[0]),
        path2: states.map(({ beta }) => beta[1]),
        basin: exact.basin,
      },
      check: {
        what: "sign of a at the end, by its basin and integrated to t = 200",
        value: exact.basin,
        reference: Math.sign(integrated[0][0]),
        tolerance: 0,
      },
    };
  },
});
