// What the linear models on live neurons share: the tangent kernel and the last layer.
import type { Counters, Problem } from "@widthwise/core";
import type { LinearModel } from "./kernel-regression.ts";
import type { LiveState } from "./live-state.ts";

/** All of a LinearModel but its kernel. */
interface LiveModel extends Omit<LinearModel, "gram" | "predict"> {
  /** how many neurons fire at both of two inputs [n, n] */
  readonly overlaps: Float64Array;
}

/** A linear model of the live neurons at initialisation, whichever layer it trains. One count of the overlaps. */
export function liveModel({ n, init }: Problem, state: LiveState, counters: Counters): LiveModel {
  const overlaps = new Float64Array(n * n);
  state.overlaps(overlaps);
  const initial = new Float64Array(n);
  state.outputs(initial);
  const fired = Float64Array.from({ length: n }, (_, i) => overlaps[i * n + i]);
  return {
    counters,
    neurons: state.count,
    initial,
    overlaps,
    everywhere: init === "antisymmetric",
    fired: () => fired,
    dispose: () => state.dispose(),
  };
}
