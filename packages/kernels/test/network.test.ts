// The dense network against a naive float64 one.
import { type Initialisation, initialWeights, outputSigns } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { loadKernels } from "../src/index.ts";
import { numbers, variants } from "./setup.ts";

const cases: { n: number; d: number; width: number; shift: number; init: Initialisation }[] = [
  { n: 1, d: 1, width: 1, shift: 0, init: "gaussian" },
  { n: 3, d: 5, width: 7, shift: 0.1, init: "antisymmetric" },
  { n: 7, d: 13, width: 257, shift: 0.5, init: "gaussian" },
  { n: 64, d: 30, width: 1000, shift: 1.2, init: "gaussian" },
  { n: 401, d: 6, width: 520, shift: 0.3, init: "antisymmetric" },
  { n: 10, d: 784, width: 300, shift: 0.7, init: "gaussian" },
];

/** Relative error of float32 sums of up to 784 terms, with a margin for cancellation. */
const TOLERANCE = 1e-5;

/** One step in float64 from weights w [width, d]: f, fired [n][width], weights after the update by u. */
function oracle(inputs: Float64Array, w: Float64Array, a: Float64Array, u: Float64Array, shift: number) {
  const n = u.length;
  const width = a.length;
  const d = w.length / width;
  const f = new Float64Array(n);
  const fired = Array.from({ length: n }, () => new Uint8Array(width));
  const after = w.slice();
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < width; r++) {
      let z = -shift;
      for (let k = 0; k < d; k++) z += w[r * d + k] * Math.fround(inputs[i * d + k]);
      if (z <= 0) continue;
      fired[i][r] = 1;
      f[i] += (a[r] * z) / Math.sqrt(width);
      for (let k = 0; k < d; k++) after[r * d + k] -= (a[r] / Math.sqrt(width)) * u[i] * inputs[i * d + k];
    }
  }
  return { f, fired, after };
}

const largest = (x: Float64Array, y: Float64Array) =>
  x.reduce((most, v, i) => Math.max(most, Math.abs(v - y[i])), 0);

describe.each(variants)("%s network", (variant) => {
  test.each(cases)(
    "n=$n d=$d width=$width $init: a step is the float64 step, same bits on 1, 2, 3 threads",
    async (shape) => {
      const { n, d, width, shift } = shape;
      const problem = { ...shape, inputs: numbers(n * d, 3).map((v) => v / Math.sqrt(d)), seed: 11 };
      const u = numbers(n, 4);
      const w = new Float64Array(width * d);
      const a = new Float64Array(width);
      initialWeights(problem, 0, width, w);
      outputSigns(problem, 0, width, a);
      const expected = oracle(problem.inputs, w, a, u, shift);
      const expectedOverlaps = new Float64Array(n * n).map((_, at) => {
        const [s, t] = [expected.fired[Math.floor(at / n)], expected.fired[at % n]];
        return s.reduce((sum, fired, r) => sum + (fired & t[r]), 0);
      });

      const outcomes = [];
      for (const threads of [1, 2, 3]) {
        const kernels = await loadKernels({ threads, variant });
        const network = kernels.network(problem);
        const start = new Float64Array(width * d);
        network.weights(0, width, start);
        expect(start).toEqual(w);
        const outcome = {
          f: new Float64Array(n),
          overlaps: new Float64Array(n * n),
          after: new Float64Array(width * d),
        };
        // twice from the start: the first restore draws, the second copies
        for (let round = 0; round < 3; round++) {
          network.forward(outcome.f);
          network.overlaps(outcome.overlaps);
          network.update(u);
          network.weights(0, width, outcome.after);
          network.restore();
          network.weights(0, width, start);
          expect(start).toEqual(w);
        }
        outcomes.push(outcome);
        network.dispose();
        await kernels.dispose();
      }
      expect(largest(outcomes[0].f, expected.f)).toBeLessThan(TOLERANCE * Math.sqrt(width));
      expect(outcomes[0].overlaps).toEqual(expectedOverlaps);
      const sizeOfUpdate = u.reduce((sum, v) => sum + Math.abs(v), 0);
      expect(largest(outcomes[0].after, expected.after)).toBeLessThan(TOLERANCE * (4 + sizeOfUpdate));
      for (const other of outcomes) expect(other).toEqual(outcomes[0]);
    },
  );

  test("names what does not fit together", async () => {
    const kernels = await loadKernels({ variant });
    const shape = {
      inputs: new Float64Array(6),
      n: 2,
      d: 3,
      width: 9,
      shift: 0,
      seed: 1,
      init: "gaussian",
    } as const;
    expect(() => kernels.network({ ...shape, n: 0 })).toThrow(
      "n, d and width must be whole numbers from 1 to 67108863, got 0, 3, 9",
    );
    expect(() => kernels.network({ ...shape, d: 4 })).toThrow(
      "inputs must be [n, d], which is 8 numbers; got 6",
    );
    const network = kernels.network(shape);
    const three = new Float64Array(3);
    for (const wrong of [
      () => network.forward(three),
      () => network.update(three),
      () => network.overlaps(three),
    ])
      expect(wrong).toThrow("numbers; got 3");
    expect(() => network.weights(8, 2, new Float64Array(6))).toThrow("neurons 8 to 9 of 9 were asked for");
    await kernels.dispose();
  });

  test("takes Adam's steps with moments of their own, cleared on the way back", async () => {
    const kernels = await loadKernels({ variant });
    const [n, d, width] = [3, 5, 11];
    const inputs = numbers(n * d, 3);
    const network = kernels.network({ inputs, n, d, width, shift: 0, seed: 1, init: "gaussian" });
    const u = numbers(n, 4);
    const steps = [0.1, 0.2].map((rate) => network.adam({ rate, decay1: 0.9, decay2: 0.99, epsilon: 1e-8 }));
    const after = (step: (u: Float64Array) => void) => {
      const out = new Float64Array(width * d);
      network.restore();
      network.forward(new Float64Array(n));
      for (let t = 0; t < 3; t++) step(u);
      network.weights(0, width, out);
      return out;
    };
    const [slow, fast] = steps.map(after);
    expect(fast).not.toEqual(slow);
    expect(steps.map(after)).toEqual([slow, fast]);
    network.dispose();
    await kernels.dispose();
  });
});
