// The study of sparsity: traced runs are runs, local exponents are slopes, failures are counted.
import { openBackend } from "@widthwise/backends";
import { fillNormals, normalTail, type Problem } from "@widthwise/core";
import { sphere, trainingExamples } from "@widthwise/data";
import { algorithms, startTraining } from "@widthwise/train";
import { expect, test } from "vitest";
import { deepWeightsStream, forwardDeep } from "../src/studies/sparsity/deep.ts";
import { localExponent } from "../src/studies/sparsity/tell/law.ts";
import { requiredWidths } from "../src/studies/sparsity/tell/required.ts";
import { traceGaussNewton } from "../src/studies/sparsity/trace.ts";

const opened = await openBackend("wasm");
if (!("backend" in opened)) throw new Error(opened.missing);
const { backend } = opened;
const kernels = backend.kernels!;

function problemOf(width: number, n: number): Problem {
  const { inputs, labels, d } = trainingExamples(sphere(3, 20).train, n, "parity", 3);
  return { inputs, labels, n, d, width, shift: Math.sqrt(0.48 * Math.log(width)), seed: 5, init: "gaussian" };
}

test("a traced run is the run of live-gn, step for step", async () => {
  const problem = problemOf(4096, 16);
  const options = { tolerance: 1e-6, mostSteps: 20 };
  const seen = await traceGaussNewton(problem, kernels, { ...options, observe: true });
  const unseen = await traceGaussNewton(problem, kernels, { ...options, observe: false });
  expect(unseen.residuals).toEqual(seen.residuals);
  expect(seen.status).toBe("converged");
  const trainer = await startTraining(algorithms["live-gn"], backend, problem, { start: "sampled" });
  for (const residual of seen.residuals) {
    const fired = (await trainer.fired()).reduce((a, b) => a + b, 0);
    const { outputs } = await trainer.step();
    const norm = Math.hypot(...outputs.map((f, i) => f - problem.labels[i]));
    expect(norm).toBeCloseTo(residual, 12);
    const step = seen.residuals.indexOf(residual);
    expect(seen.firing[step] * 16 * 4096).toBeCloseTo(fired, 6);
  }
  expect(seen.flips).toHaveLength(seen.residuals.length - 1);
  for (let t = 0; t < seen.firing.length; t++) {
    expect(seen.live[t]).toBeLessThanOrEqual(seen.live[0]);
    expect(seen.lambdaMin[t]).toBeGreaterThan(0);
    // the trace of G is the mean firing fraction times n, for unit inputs
    expect(seen.lambdaMin[t]).toBeLessThanOrEqual(seen.firing[t] * (1 + 1e-9));
    expect(seen.lambdaMax[t]).toBeGreaterThanOrEqual(seen.firing[t] * (1 - 1e-9));
  }
  // the count can only change by what flips
  for (let t = 0; t < seen.flips.length; t++)
    expect(Math.abs(seen.firing[t + 1] / seen.firing[t] - 1)).toBeLessThanOrEqual(seen.flips[t] + 1e-12);
  trainer.dispose();
});

test("the local exponent is the slope of m·Φ̄(√(c ln m))", () => {
  for (const c of [0.2, 0.4, 0.48])
    for (const m of [2 ** 8, 2 ** 14, 2 ** 24]) {
      const log = (width: number) => Math.log(width * normalTail(Math.sqrt(c * Math.log(width))));
      const step = 1e-4;
      const slope = (log(m * Math.exp(step)) - log(m * Math.exp(-step))) / (2 * step);
      expect(localExponent(`c=${c}`, Math.sqrt(c * Math.log(m)))).toBeCloseTo(slope, 6);
    }
  expect(localExponent("c=0", 0)).toBe(1);
  expect(localExponent("b=1.5", 1.5)).toBe(1);
});

test("a deep forward pass against the definition, layer by layer", () => {
  const shape = { n: 3, d: 4, width: 5, hidden: 3, shift: 0.3, seed: 9 };
  const { inputs } = trainingExamples(sphere(3, 4).train, 3, "parity", 3);
  const layers = forwardDeep(inputs, shape);
  let x = Array.from({ length: 3 }, (_, i) => [...inputs.subarray(4 * i, 4 * i + 4)]);
  let drawn = 0;
  for (const { firing, live, fired } of layers) {
    const size = x[0].length;
    const weights = new Float64Array(5 * size);
    fillNormals({ seed: 9, stream: deepWeightsStream }, drawn, weights);
    drawn += weights.length;
    const out = x.map((row) =>
      Array.from({ length: 5 }, (_, r) =>
        Math.max(0, row.reduce((sum, value, k) => sum + value * weights[r * size + k], 0) - 0.3),
      ),
    );
    expect([...fired]).toEqual(out.map((row) => row.filter((value) => value > 0).length));
    expect(firing).toBeCloseTo(out.flat().filter((value) => value > 0).length / 15, 12);
    expect(live).toBeCloseTo([0, 1, 2, 3, 4].filter((r) => out.some((row) => row[r] > 0)).length / 5, 12);
    x = out.map((row) => row.map((value) => value / (Math.hypot(...row) || 1)));
  }
});

test("the required width is the first after the last failure", () => {
  const row = (width: number, convergedShare: number) => ({
    n: 8,
    width,
    convergedShare,
    medianSteps: convergedShare > 0 ? width / 8 : null,
  });
  const rows = [row(8, 0), row(11, 1), row(16, 0.8), row(23, 1), row(32, 1)];
  expect(requiredWidths(rows)).toEqual([{ n: 8, width: 23, steps: 23 / 8 }]);
  // never settled: not found
  expect(requiredWidths([row(8, 1), row(11, 0)])).toEqual([]);
});
