// Time from φ = 0.1 to φ = 0.9 with ‖β₀‖ = ‖β*‖ = 1, found by bisection: φ never falls.
import { exactSolution, modelOf, polar, unitRates, whitenedKernelDistance } from "@widthwise/dynamics";
import { part } from "./part.ts";

const TARGET = [0, 1];

export const alignment = part({
  cases: ({ alignment: { deltas } }) => deltas.map((delta) => ({ params: { delta } })),
  run({ params: { delta } }) {
    const exact = exactSolution(modelOf([-Math.sqrt(0.99), 0.1], delta), TARGET);
    const phi = (t: number) => polar(exact.at(t), TARGET).phi;
    let [before, after] = [0, 1 / exact.omega];
    while (phi(after) < 0.9) after *= 2;
    for (let k = 0; k < 60; k++) {
      const middle = (before + after) / 2;
      if (phi(middle) < 0.9) before = middle;
      else after = middle;
    }
    const state = exact.at(after);
    return {
      measures: {
        time: after,
        distance: whitenedKernelDistance(exact.at(0), state, unitRates),
        mu: polar(state, TARGET).mu,
      },
    };
  },
});
