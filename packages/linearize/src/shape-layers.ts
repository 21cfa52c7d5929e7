// Layers without parameters that change shapes: reshape, pool, pick.
import type { Dual } from "./dual.ts";
import type { Layer } from "./layer.ts";
import type { Tape } from "./tape.ts";

const plain = (apply: (tape: Tape, x: Dual) => Dual): Layer => ({
  parameters: [],
  apply: (tape, _, x) => apply(tape, x),
});

/** [B, …] ↦ [B, rest] */
export const flatten = (): Layer =>
  plain((tape, x) => {
    const [examples] = x.value.shape;
    return tape.reshape(x, [examples, x.value.size / examples]);
  });

/** [B, h·w·c] ↦ [B, h, w, c] */
export const image = (h: number, w: number, c: number): Layer =>
  plain((tape, x) => tape.reshape(x, [x.value.shape[0], h, w, c]));

/** The mean over all places of [B, h, w, c]: [B, c]. */
export const globalMean = (): Layer =>
  plain((tape, x) => {
    const [examples, h, w, c] = x.value.shape;
    return tape.reshape(tape.mean(tape.reshape(x, [examples, h * w, c]), 1), [examples, c]);
  });

/** The last place of [B, length, d]: [B, d]. */
export const lastPlace = (): Layer => plain((tape, x) => tape.pick(x, (x.value.shape as number[])[1] - 1));

/**
 * The mean or the largest of each size × size block of [B, h, w, c], size dividing h and w. By reshapes and reductions of
 * rank 3, for which every tfjs backend has kernels. RangeError where size does not divide them.
 */
export const pooling = (kind: "mean" | "max", size: number): Layer =>
  plain((tape, x) => {
    const [examples, h, w, c] = x.value.shape;
    if (h % size !== 0 || w % size !== 0)
      throw new RangeError(`pooling of ${size} does not divide ${h} × ${w}`);
    const rows = tape[kind](tape.reshape(x, [(examples * h) / size, size, w * c]), 1);
    const both = tape[kind](tape.reshape(rows, [(examples * h * w) / size ** 2, size, c]), 1);
    return tape.reshape(both, [examples, h / size, w / size, c]);
  });
