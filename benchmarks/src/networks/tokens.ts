// Examples made of tokens, for transformers: sums modulo a prime, and the next character of a text.
import { fillUniforms } from "@widthwise/core";
import { balancedSubset, characters, mobyDick, oneHot, subsetStream } from "@widthwise/data";
import type { Choice, Drawn } from "./examples.ts";

/** Prime, as in grokking's tasks (Power et al. 2022), but small: 23² = 529 sums. */
const P = 23;

/** Tokens a, b, = and the answer a + b mod p; no pair is both seen and unseen. DataError for more examples than pairs. */
export function modularSums({ n, unseen, seed }: Choice): Drawn {
  const pairs = { count: P ** 2, classes: 1, labels: new Uint8Array(P ** 2) };
  const order = balancedSubset(pairs, n + unseen, seed);
  const some = (own: Int32Array) =>
    rows(
      [...own].map((pair) => [Math.floor(pair / P), pair % P, P]),
      Uint8Array.from(own, (pair) => (Math.floor(pair / P) + (pair % P)) % P),
      P,
    );
  return {
    shape: { kind: "tokens", vocabulary: P + 1, d: 3, outputs: P },
    train: some(order.subarray(0, n)),
    unseen: some(order.subarray(n)),
  };
}

const SYMBOLS = 27;
const LENGTH = 16;
/** of the text, its first part */
const TRAINING_SHARE = 0.8;

/** Sixteen characters of Moby-Dick and the next one; unseen examples come from a later part of the text. */
export function nextCharacters({ n, unseen, seed }: Choice): Drawn {
  const text = characters(mobyDick());
  const cut = Math.floor(TRAINING_SHARE * text.length);
  const uniforms = new Float64Array(n + unseen);
  fillUniforms({ seed, stream: subsetStream }, 0, uniforms);
  const some = (from: number, to: number, places: Float64Array) => {
    const starts = Array.from(places, (u) => from + Math.floor(u * (to - from - LENGTH)));
    const windows = starts.map((start) => text.subarray(start, start + LENGTH));
    return rows(
      windows,
      Uint8Array.from(starts, (start) => text[start + LENGTH]),
      SYMBOLS,
    );
  };
  return {
    shape: { kind: "tokens", vocabulary: SYMBOLS, d: LENGTH, outputs: SYMBOLS },
    train: some(0, cut, uniforms.subarray(0, n)),
    unseen: some(cut, text.length, uniforms.subarray(n)),
  };
}

const rows = (inputs: readonly ArrayLike<number>[], classes: Uint8Array, outputs: number) => ({
  inputs: Int32Array.from(inputs.flatMap((one) => Array.from(one))),
  targets: Float32Array.from(oneHot(classes, outputs)),
  classes,
});
