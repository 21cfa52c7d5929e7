// A problem of any shape, for the tests of backends.
import type { Problem } from "@widthwise/core";

type Shape = Pick<Problem, "n" | "d" | "width" | "shift" | "init">;

/** Rows of `inputs` [n, d] are brought to length 1, in float32, in place. */
export function problemOf(shape: Shape, inputs: Float64Array): Problem {
  const { n, d } = shape;
  for (let i = 0; i < n; i++) {
    const row = inputs.subarray(i * d, (i + 1) * d);
    const norm = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] = Math.fround(row[k] / norm);
  }
  return { ...shape, inputs, labels: new Float64Array(n), seed: 11 };
}
