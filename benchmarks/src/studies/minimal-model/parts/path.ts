// Fig. 8: paths in the space of functions to β* = (0.5, 0.5), from β₀ of three directions with ‖β₀‖ = 1.
import { norm } from "@widthwise/core";
import { exactSolution, modelOf } from "@widthwise/dynamics";
import { combinations } from "../../../measuring/jobs/combinations.ts";
import { agreement, farthest, logTimes } from "./agreement.ts";
import { part } from "./part.ts";

const TARGET = [0.5, 0.5];
/** Directions of the figure's β₀. */
const STARTS = ["0 -1", "0.5 -0.5", "0.5 0.5"];

export const path = part({
  cases: ({ figure8: { deltas, until }, points }) =>
    combinations({ delta: deltas, from: STARTS }).map((params) => ({ params, until, points })),
  run({ params: { delta, from }, until, points }) {
    const direction = from.split(" ").map(Number);
    const scale = 1 / norm(direction);
    const model = modelOf(
      direction.map((value) => scale * value),
      delta,
    );
    const exact = exactSolution(model, TARGET);
    const times = logTimes(until, points);
    const states = times.map((t) => exact.at(t));
    const betas = [exact.at(0), ...states].map(({ beta }) => beta);
    return {
      measures: { path1: betas.map((beta) => beta[0]), path2: betas.map((beta) => beta[1]) },
      check: agreement(farthest(model, TARGET, times, states)),
    };
  },
});
