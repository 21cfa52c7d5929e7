// Functions to learn whose relevant inputs are known: products of signs, and polynomials of one coordinate.
import { fillNormals, fillUniforms } from "@widthwise/core";
import type { Choice, Drawn } from "./examples.ts";

const parityStream = 64;
const singleIndexStream = 65;

/** d independent signs; the label is the product of the first `relevant` of them. */
export function signs({ d, relevant }: { d: number; relevant: number }, choice: Choice): Drawn {
  const draws = new Float64Array((choice.n + choice.unseen) * d);
  fillUniforms({ seed: choice.seed, stream: parityStream }, 0, draws);
  for (let k = 0; k < draws.length; k++) draws[k] = draws[k] < 0.5 ? -1 : 1;
  return labelled(draws, d, choice, (x) =>
    x.subarray(0, relevant).reduce((product, sign) => product * sign, 1),
  );
}

/** x ~ N(0, I_d); the label is the Hermite polynomial of the first coordinate. */
export function singleIndex({ d, degree }: { d: number; degree: 2 | 3 }, choice: Choice): Drawn {
  const draws = new Float64Array((choice.n + choice.unseen) * d);
  fillNormals({ seed: choice.seed, stream: singleIndexStream }, 0, draws);
  return labelled(draws, d, choice, ([x]) => hermite(degree, x));
}

/** Probabilists' Hermite polynomials over √degree!: mean 0 and variance 1 under N(0, 1). */
const hermite = (degree: 2 | 3, x: number) =>
  degree === 2 ? (x * x - 1) / Math.SQRT2 : (x ** 3 - 3 * x) / Math.sqrt(6);

/** Rows of `draws` [n + unseen, d], those to train on first, with one label each. */
function labelled(draws: Float64Array, d: number, { n }: Choice, label: (x: Float64Array) => number): Drawn {
  const some = (inputs: Float64Array) => ({
    inputs: Float32Array.from(inputs),
    targets: Float32Array.from({ length: inputs.length / d }, (_, i) =>
      label(inputs.subarray(i * d, (i + 1) * d)),
    ),
    classes: new Uint8Array(0),
  });
  return {
    shape: { kind: "vectors", d, outputs: 1 },
    train: some(draws.subarray(0, n * d)),
    unseen: some(draws.subarray(n * d)),
  };
}
