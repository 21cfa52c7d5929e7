// Figs 2 and 3: alignment, magnitude and kernel distance over time, from β₀ = (−1, 0) to β* = (0, 1) with XᵀX = I.
import {
  exactSolution,
  modelOf,
  notebookKernelDistance,
  polar,
  type State,
  unitRates,
  whitenedKernelDistance,
} from "@widthwise/dynamics";
import { agreement, farthest, logTimes } from "./agreement.ts";
import { part } from "./part.ts";

const TARGET = [0, 1];

export const flow = part({
  cases: ({ figure3: { deltas, until }, points }) =>
    deltas.map((delta) => ({ params: { delta }, until, points })),
  run({ params: { delta }, until, points }) {
    const model = modelOf([-1, 0], delta);
    const exact = exactSolution(model, TARGET);
    const times = logTimes(until, points);
    const states = times.map((t) => exact.at(t));
    const start = exact.at(0);
    const distance = (state: State) => whitenedKernelDistance(start, state, unitRates);
    const notebook = (state: State) => notebookKernelDistance(start, state, unitRates);
    const [one, five] = [exact.at(1), exact.at(5)];
    return {
      measures: {
        times,
        mu: states.map((state) => polar(state, TARGET).mu),
        phi: states.map((state) => polar(state, TARGET).phi),
        distance: states.map(distance),
        notebookDistance: states.map(notebook),
        readout: states.map(({ a }) => a),
        along: states.map(({ w }) => w[1]),
        finalDistance: distance(exact.limit),
        distanceAt1: distance(one),
        notebookDistanceAt1: notebook(one),
        distanceAt5: distance(five),
        muAt1: polar(one, TARGET).mu,
        phiAt1: polar(one, TARGET).phi,
        phiAt5: polar(five, TARGET).phi,
      },
      check: agreement(farthest(model, TARGET, times, states)),
    };
  },
});
