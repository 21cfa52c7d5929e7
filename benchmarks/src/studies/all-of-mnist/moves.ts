// How far training was from lazy: how far weights moved, and how many (input, neuron) pairs changed.
import type { Way } from "./way.ts";

/** Inputs at which firings are compared. */
const COMPARED = 100;

/** ‖Δw_r‖, root mean square over the neurons; the share of pairs that fired before or after and not both, at some inputs. */
export function movesOf(before: Float32Array, after: Float32Array, { train, d, width, shift }: Way) {
  let squares = 0;
  for (let k = 0; k < before.length; k++) squares += (after[k] - before[k]) ** 2;
  const count = Math.min(COMPARED, train.n);
  let [either, changed] = [0, 0];
  for (let i = 0; i < count; i++) {
    const x = train.inputs.subarray(i * d, (i + 1) * d);
    for (let r = 0; r < width; r++) {
      const [then, now] = [before, after].map((weights) => {
        let z = 0;
        for (let k = 0, at = r * d; k < d; k++, at++) z += weights[at] * x[k];
        return z > shift;
      });
      if (then || now) either++;
      if (then !== now) changed++;
    }
  }
  return {
    rootMeanSquareMove: Math.sqrt(squares / width),
    // of those that fired before or after
    changedFirings: either === 0 ? 0 : changed / either,
  };
}
