// Data from easy to nearly repeated: uniform on the sphere, clusters of a given separation, and data sets by name.
import { fillNormals, type Key } from "@widthwise/core";
import { datasets, inputsStream, sphere } from "@widthwise/data";
import type { Context } from "../../measuring/jobs/study.ts";

const CLUSTERS = 16;

const separationOf = (data: string) => Number(/^clusters:(.+)$/.exec(data)?.[1]);

/** Is this a name that `pointsOf` knows? */
export function checkData(data: string): boolean {
  if (data === "sphere" || data in datasets) return true;
  const separation = separationOf(data);
  return separation > 0 && separation < 1;
}

/** n unit vectors by their name, inputs [n, d]; data sets have a d of their own. */
export function pointsOf(
  { data, n, d }: { data: string; n: number; d: number },
  context: Context,
): { inputs: Float64Array; d: number } {
  const separation = separationOf(data);
  const seed = context.seedOf("points", data, n, d);
  if (separation > 0) return { inputs: clusters(n, d, separation, { seed, stream: inputsStream }), d };
  if (data !== "sphere") return context.examples(data, n);
  const inputs = new Float64Array(n * d);
  const { train } = sphere(seed, d);
  for (let i = 0; i < n; i++) train.row(i, inputs.subarray(i * d, (i + 1) * d));
  return { inputs, d };
}

/**
 * Unit vectors around 16 centres, input i at centre i mod 16: x = unit(centre + t·g), g normal with E‖g‖² = 1, and t such that
 * the two nearest inputs are `separation` apart, by bisection. O(n²·d) per trial.
 */
export function clusters(n: number, d: number, separation: number, key: Key): Float64Array {
  const draws = new Float64Array((CLUSTERS + n) * d);
  fillNormals(key, 0, draws);
  const at = (spread: number) => {
    const inputs = new Float64Array(n * d);
    for (let i = 0; i < n; i++) {
      const centre = (i % CLUSTERS) * d;
      let square = 0;
      for (let k = 0; k < d; k++) {
        const value = draws[centre + k] + spread * draws[(CLUSTERS + i) * d + k];
        inputs[i * d + k] = value;
        square += value * value;
      }
      for (let k = 0; k < d; k++) inputs[i * d + k] /= Math.sqrt(square);
    }
    return inputs;
  };
  // centres and offsets have the same length at spread 1
  let [low, high] = [0, 2];
  if (leastDistance(at(high), n, d) < separation)
    throw new RangeError(`${n} points in ${d} dimensions cannot be ${separation} apart`);
  for (let trial = 0; trial < 24; trial++) {
    const middle = (low + high) / 2;
    if (leastDistance(at(middle), n, d, separation) < separation) low = middle;
    else high = middle;
  }
  return at(high);
}

/** Stops at the first distance below `enough`. O(n²·d) */
export function leastDistance(inputs: Float64Array, n: number, d: number, enough = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < d; k++) square += (inputs[i * d + k] - inputs[j * d + k]) ** 2;
      if (square >= least) continue;
      least = square;
      if (least < enough * enough) return Math.sqrt(least);
    }
  return Math.sqrt(least);
}
