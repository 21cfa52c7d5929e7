// Training by the definition, in float64 with every weight in plain sight: what a run on trees is checked against.
import {
  choleskyFactor,
  choleskySolve,
  distance,
  gramOfRows,
  initialWeights,
  largestEigenvalue,
  outputSigns,
  type Problem,
} from "@widthwise/core";
import type { Layers } from "./params.ts";

/**
 * ‖f − y‖ before each of `steps` steps and after the last, or up to a singular G. Gauss–Newton takes full steps, gradient
 * descent the rate 1/λ_max(G₀). 2·m·n·d multiply-adds a step.
 */
export function denseResiduals(problem: Problem, rule: "gd" | "gn", train: Layers, steps: number): number[] {
  const { n, d, width, inputs, labels, shift } = problem;
  const w = new Float64Array(width * d);
  initialWeights(problem, 0, width, w);
  const a = new Float64Array(width);
  outputSigns(problem, 0, width, a);
  const kernel = gramOfRows(inputs, n, d);
  const phi = new Float64Array(width * n);
  const u = new Float64Array(n);
  const gram = new Float64Array(n * n);
  const residuals: number[] = [];
  let rate = 0;
  for (let step = 0; ; step++) {
    const f = new Float64Array(n);
    gram.fill(0);
    for (let r = 0; r < width; r++) {
      const own = phi.subarray(r * n, (r + 1) * n);
      for (let i = 0; i < n; i++) {
        let z = 0;
        for (let k = 0; k < d; k++) z += w[r * d + k] * inputs[i * d + k];
        own[i] = Math.max(z - shift, 0);
        f[i] += (a[r] * own[i]) / Math.sqrt(width);
      }
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          if (own[i] === 0 || own[j] === 0) continue;
          gram[i * n + j] +=
            (a[r] ** 2 * kernel[i * n + j] + (train === "both" ? own[i] * own[j] : 0)) / width;
        }
    }
    residuals.push(distance(f, labels));
    if (step === steps) return residuals;
    for (let i = 0; i < n; i++) u[i] = f[i] - labels[i];
    if (rule === "gd") {
      if (step === 0) rate = 1 / largestEigenvalue(gram, n);
      for (let i = 0; i < n; i++) u[i] *= rate;
    } else {
      if (choleskyFactor(gram, n).status === "breakdown") return residuals;
      choleskySolve(gram, n, u);
    }
    for (let r = 0; r < width; r++) {
      const before = a[r];
      for (let i = 0; i < n; i++) {
        if (phi[r * n + i] === 0) continue;
        const scaled = u[i] / Math.sqrt(width);
        for (let k = 0; k < d; k++) w[r * d + k] -= scaled * before * inputs[i * d + k];
        if (train === "both") a[r] -= scaled * phi[r * n + i];
      }
    }
  }
}
