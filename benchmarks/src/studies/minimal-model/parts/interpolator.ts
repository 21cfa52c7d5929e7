// Fig. 4(b): which interpolator of one input X = (0.5, 1), y = 1.1, from β₀ = 0.5(0.6(1, −0.5) + 0.4(0.5, 1)).
import {
  integrate,
  interpolatorLimits,
  interpolator as interpolatorOf,
  linearMap,
  modelOf,
  packNeuron,
  regressionFlow,
  rowSpace,
  unitRates,
  unpackNeuron,
} from "@widthwise/dynamics";
import { logTimes } from "./agreement.ts";
import { part } from "./part.ts";

const REGRESSION = { inputs: Float64Array.of(0.5, 1), labels: Float64Array.of(1.1), n: 1, d: 2 };

export const interpolator = part({
  algorithm: "interpolator",
  cases: ({ figure3: { deltas }, points }) => deltas.map((delta) => ({ params: { delta }, points })),
  run({ params: { delta }, points }) {
    const model = modelOf([0.4, 0.05], delta);
    const end = interpolatorOf(model, REGRESSION);
    const times = logTimes(200, points, 0.01);
    const { states } = integrate(regressionFlow(REGRESSION, unitRates), packNeuron(model), times);
    const paths = [linearMap(model), ...states.map((y) => linearMap(unpackNeuron(y)))];
    const last = paths[paths.length - 1];
    const limits = interpolatorLimits(model, rowSpace(REGRESSION), end.basin === -1 ? -1 : 1);
    return {
      measures: {
        path1: paths.map((beta) => beta[0]),
        path2: paths.map((beta) => beta[1]),
        end: Array.from(end.beta),
        upstream: Array.from(limits.upstream),
        downstream: Array.from(limits.downstream),
      },
      check: {
        what: "distance of the closed-form interpolator from the end of the integrated flow",
        value: Math.hypot(last[0] - end.beta[0], last[1] - end.beta[1]),
        reference: 0,
        tolerance: 1e-8,
      },
    };
  },
});
