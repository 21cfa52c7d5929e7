// Laws of live neurons, and all their rows, for tests.
import { gramOfRows, type LiveLaw, type LiveRows, liveLaw } from "@widthwise/core";
import { expect } from "vitest";
import type { LiveNeurons } from "../src/index.ts";
import { numbers } from "./setup.ts";

/** A law of n unit inputs in d dimensions. */
export function lawOf(
  n: number,
  d: number,
  width: number,
  { c = 0.48, init = "gaussian" }: { c?: number; init?: "gaussian" | "antisymmetric" } = {},
): LiveLaw {
  const inputs = numbers(n * d, 5);
  for (let i = 0; i < n; i++) {
    const row = inputs.subarray(i * d, (i + 1) * d);
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] /= length;
  }
  const shift = Math.sqrt(c * Math.log(width));
  const problem = { inputs, labels: new Float64Array(n), n, d, width, shift, seed: 3, init };
  return liveLaw(problem, gramOfRows(inputs, n, d));
}

/** All rows in one piece. */
export function rowsOf(live: LiveNeurons, n: number): LiveRows {
  const { count } = live;
  const all = {
    count,
    neuron: new Float64Array(count),
    sign: new Float64Array(count),
    z: new Float64Array(count * n),
  };
  let at = 0;
  for (const piece of live.rows()) {
    all.neuron.set(piece.neuron, at);
    all.sign.set(piece.sign, at);
    all.z.set(piece.z, at * n);
    at += piece.count;
  }
  expect(at).toBe(count);
  return all;
}
