// Training data for cells, made: random inputs of length 1, labels in turn.
import { fillNormals } from "@widthwise/core";
import type { TrainingData } from "../src/measuring/rounds/spec.ts";

export function madeTraining(n: number, d: number, shift: string): TrainingData {
  const inputs = new Float64Array(n * d);
  fillNormals({ seed: 3, stream: 60 }, 0, inputs);
  for (let i = 0; i < n; i++) {
    const row = inputs.subarray(i * d, (i + 1) * d);
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] /= length;
  }
  const labels = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1));
  return { inputs, labels, d, shift, seed: 1, init: "gaussian" };
}
