// Inputs that are not whitened: how far the flow goes from the whitened one, where the mean eigenvalue of XᵀX is 1; β* = (0, 1)
// and β₀ = (−1, 0), both turned by 30° so that no axis is special.
import {
  exactSolution,
  integrate,
  linearMap,
  modelOf,
  packNeuron,
  regressionFlow,
  unitRates,
  unpackNeuron,
} from "@widthwise/dynamics";
import { largest } from "@widthwise/measure";
import { combinations } from "../../../measuring/jobs/combinations.ts";
import { conditionedRegression } from "../../../networks/conditioned-regression.ts";
import { logTimes } from "./agreement.ts";
import { part } from "./part.ts";

type Vector = [number, number];
const turned = ([x, y]: Vector): Vector => [(Math.sqrt(3) * x - y) / 2, (x + Math.sqrt(3) * y) / 2];
const [START, TARGET] = [turned([-1, 0]), turned([0, 1])];
const DELTAS = [-2, 0, 2];

export const notWhitened = part({
  algorithm: "integrated-flow",
  cases: ({ conditions }) =>
    combinations({ condition: conditions, delta: DELTAS }).map(({ condition, delta }) => ({
      params: { delta, condition },
    })),
  run({ params: { delta, condition } }) {
    const model = modelOf(START, delta);
    const exact = exactSolution(model, TARGET);
    const times = logTimes(50 * condition, 60);
    const flow = regressionFlow(conditionedRegression(condition, TARGET), unitRates);
    const { states, status } = integrate(flow, packNeuron(model), times, { relative: 1e-10 });
    const betas = states.map((y) => linearMap(unpackNeuron(y)));
    const off = betas.map((beta, i) => {
      const white = exact.at(times[i]).beta;
      return Math.hypot(beta[0] - white[0], beta[1] - white[1]);
    });
    const last = betas[betas.length - 1];
    const endError = Math.hypot(last[0] - TARGET[0], last[1] - TARGET[1]);
    return {
      measures: {
        // the way from β₀ to β* has length √2
        deviation: status === "reached" ? largest(off) / Math.SQRT2 : null,
        endError: status === "reached" ? endError : null,
      },
      check: {
        what: "distance of the end from X⁺y, which has full rank",
        value: endError,
        reference: 0,
        tolerance: 1e-6,
      },
    };
  },
});
