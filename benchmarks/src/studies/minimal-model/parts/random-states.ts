// Random initial states, exact against integrated, and how often a changes its sign.

import { exactSolution } from "@widthwise/dynamics";
import { upTo } from "../../../measuring/jobs/up-to.ts";
import { agreement, farthest } from "./agreement.ts";
import { drawnState } from "./drawn-state.ts";
import { part } from "./part.ts";

export const randomStates = part({
  cases({ random: { cases: all, batches } }) {
    const cases = Math.ceil(all / batches);
    return upTo(batches).map((batch) => ({ params: { batch }, cases, cost: cases / 1000 }));
  },
  run({ params: { batch }, cases }, context) {
    let worst = 0;
    let crossings = 0;
    for (let k = 0; k < cases; k++) {
      const { model, target } = drawnState(context, batch, k);
      const exact = exactSolution(model, target);
      const times = [0.1, 1, 4].map((t) => t / exact.omega);
      const states = times.map((t) => exact.at(t));
      worst = Math.max(worst, farthest(model, target, times, states));
      if (exact.basin * model.a < 0) crossings++;
    }
    return { measures: { cases, worst, crossings }, check: agreement(worst) };
  },
});
