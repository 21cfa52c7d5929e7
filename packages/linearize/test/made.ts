// Numbers without a pattern, networks with parameters in both precisions, and how close is close.
import { expect } from "vitest";
import type { Model, Parameters, Tf } from "../src/index.ts";
import { Network } from "../src/index.ts";
import type { Case } from "./cases.ts";
import type { Array64 } from "./float64.ts";

/** float32 against float64: some hundred roundings of 2^-24 at numbers of the size of the largest. */
export const TOLERANCE = 2e-5;

/** Numbers in (−1, 1) without a pattern. */
export function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) =>
    Math.fround(Math.sin(seed * 7.1 + 12.9898 * (k + 1) * (1 + (k % 7)))),
  );
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = TOLERANCE,
): void {
  expect(actual.length).toBe(expected.length);
  const size = Math.max(1e-3, ...Array.from(expected, Math.abs));
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(actual[k] - expected[k]);
    // NaN is worse than anything
    if (!(error <= worst)) worst = error;
  }
  expect(worst <= tolerance * size, `differs by ${worst} of ${size}`).toBe(true);
}

/** A case's network with parameters and three inputs, on the device and in float64. */
export function made(tf: Tf, { layer, shape, vocabulary }: Case) {
  const network = new Network(tf, layer);
  const exact = network.parameters.map(({ shape, mean, std }, k): Array64 => {
    const data = numbers(
      shape.reduce((a, b) => a * b, 1),
      k + 1,
    );
    // biases and gains away from their start, so that an error in them shows
    return { shape, data: data.map((z) => Math.fround(mean + (std || 0.3) * z)) };
  });
  const size = shape[0];
  const examples = [1, 2, 3].map((seed): Array64 => {
    const draws = numbers(size, 20 + seed);
    const data = vocabulary ? draws.map((z) => Math.floor(((z + 1) / 2) * vocabulary)) : draws;
    return { shape, data };
  });
  const all = Float64Array.from(examples.flatMap(({ data }) => Array.from(data)));
  const inputs = vocabulary
    ? tf.tensor2d(Int32Array.from(all), [3, size], "int32")
    : tf.tensor2d(Float32Array.from(all), [3, size]);
  return { network, exact, examples, inputs, parameters: tensors(tf, exact) };
}

const tensors = (tf: Tf, arrays: readonly Array64[]) =>
  arrays.map(({ shape, data }) => tf.tensor(Float32Array.from(data), [...shape], "float32"));

/** A direction in parameter space, flat and as tensors. */
export function direction(model: Model, seed: number) {
  const arrays = model.parameters.map(({ shape }, k): Array64 => {
    return {
      shape,
      data: numbers(
        shape.reduce((a, b) => a * b, 1),
        seed + k,
      ),
    };
  });
  return { arrays, flat: joined(arrays), tensors: tensors(model.tf, arrays) };
}

export const joined = (arrays: readonly Array64[]) =>
  Float64Array.from(arrays.flatMap(({ data }) => Array.from(data)));

export const read = (parameters: Parameters) =>
  Float64Array.from(parameters.flatMap((t) => Array.from(t.dataSync())));
