// The initial network of a problem in float32, as libraries with matrices of their own want it.
import { initialWeights, outputSigns, type Problem } from "@widthwise/core";

/** Neurons whose weights are drawn at a time. */
const DRAWN = 1024;

/** weights [m, d], signs [m], inputs [n, d], all row-major. m·d draws. */
export function initialNetwork(problem: Problem): {
  weights: Float32Array<ArrayBuffer>;
  signs: Float32Array<ArrayBuffer>;
  inputs: Float32Array<ArrayBuffer>;
} {
  const { d, width } = problem;
  const weights = new Float32Array(width * d);
  for (let first = 0; first < width; first += DRAWN) {
    const count = Math.min(DRAWN, width - first);
    initialWeights(problem, first, count, weights.subarray(first * d, (first + count) * d));
  }
  const signs = new Float64Array(width);
  outputSigns(problem, 0, width, signs);
  return { weights, signs: Float32Array.from(signs), inputs: Float32Array.from(problem.inputs) };
}
