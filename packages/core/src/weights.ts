// The initial weights and signs of the two-layer network: drawn by neuron, so that any range of neurons can be drawn alone.
import type { Problem } from "./model.ts";
import { fillNormals } from "./normal.ts";
import { fillUniforms } from "./philox.ts";
import { signsStream, weightsStream } from "./streams.ts";

type Init = Pick<Problem, "d" | "seed" | "init" | "width">;

/** Anything that draws what `fillNormals` draws, bit for bit: core's, or the faster one of kernels. */
export type NormalSource = typeof fillNormals;

/**
 * out [count, d] ← initial weights of neurons first … first+count−1, row-major, each rounded to float32 so that every
 * precision starts from the same numbers. Weight k of slot s is normal number s·d + k. O(count·d).
 */
export function initialWeights(
  { d, seed, init }: Init,
  first: number,
  count: number,
  out: Float64Array | Float32Array,
  normals: NormalSource = fillNormals,
): void {
  const row = new Float64Array(d);
  for (let r = 0; r < count; r++) {
    const slot = init === "antisymmetric" ? Math.floor((first + r) / 2) : first + r;
    normals({ seed, stream: weightsStream }, slot * d, row);
    for (let k = 0; k < d; k++) out[r * d + k] = Math.fround(row[k]);
  }
}

/**
 * out [count] ← output weights a_r = ±1 of neurons first … first+count−1: fair coins, or +1, −1, +1, … in antisymmetric
 * pairs. O(count).
 */
export function outputSigns(
  { seed, init }: Init,
  first: number,
  count: number,
  out: Float64Array | Float32Array,
): void {
  if (init === "antisymmetric") {
    for (let r = 0; r < count; r++) out[r] = (first + r) % 2 === 0 ? 1 : -1;
    return;
  }
  const uniforms = new Float64Array(count);
  fillUniforms({ seed, stream: signsStream }, first, uniforms);
  for (let r = 0; r < count; r++) out[r] = uniforms[r] < 0.5 ? -1 : 1;
}
