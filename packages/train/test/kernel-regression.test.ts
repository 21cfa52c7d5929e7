// Kernel regression and the last layer against least squares on features written out; the kernel of infinite width.
import {
  bivariateTail,
  choleskyFactor,
  choleskySolve,
  distance,
  gramOfRows,
  norm,
  type Problem,
} from "@widthwise/core";
import { gather, sphere } from "@widthwise/data";
import { algorithms, sampledLiveSet, startTraining } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { loneDeadProblem, madeProblem } from "./made-problem.ts";
import { NaiveNetwork } from "./naive-network.ts";
import { open } from "./open.ts";

const backends = [await open("js"), await open("wasm")];
const NEW = 8;
const newInputs = (d: number) =>
  gather(
    sphere(77, d).test,
    Int32Array.from({ length: NEW }, (_, k) => k),
    "parity",
  ).inputs;

const shapes: Record<string, Problem> = {
  "n < d": madeProblem({ n: 7, d: 10, width: 400, init: "antisymmetric" }),
  "an odd width": madeProblem({ n: 6, d: 9, width: 301, init: "antisymmetric" }),
  "an odd width whose last neuron is dead": loneDeadProblem(),
  "more inputs than dimensions": madeProblem({ n: 9, d: 6, width: 900, c: 0.2, init: "antisymmetric" }),
};

/** Least squares on feature rows [n]: θ = Fᵀ (F Fᵀ + ridge)⁻¹ target. */
function regression(rows: readonly Float64Array[], target: readonly number[], ridge: number) {
  const n = rows.length;
  const dot = (p: Float64Array, q: Float64Array) => p.reduce((sum, value, k) => sum + value * q[k], 0);
  const gram = Float64Array.from({ length: n * n }, (_, o) => {
    const [i, j] = [Math.floor(o / n), o % n];
    return dot(rows[i], rows[j]) + (i === j ? ridge : 0);
  });
  const alpha = Float64Array.from(target);
  expect(choleskyFactor(gram, n).status).toBe("solved");
  choleskySolve(gram, n, alpha);
  const theta = rows[0].map((_, k) => rows.reduce((sum, row, i) => sum + alpha[i] * row[k], 0));
  return {
    predict: (features: Float64Array) => dot(features, theta),
    length: norm(theta),
  };
}

/** f at training and new inputs, and the length of the change, by writing every feature out. */
function naive(problem: Problem, ridge: number, kind: "kernel" | "last-layer") {
  const network = new NaiveNetwork(problem);
  const { n, d, labels, inputs } = problem;
  const map = (x: Float64Array) => (kind === "kernel" ? network.gradient(x) : network.features(x));
  const rows = Array.from({ length: n }, (_, i) => inputs.subarray(i * d, (i + 1) * d));
  const fit = regression(
    rows.map(map),
    rows.map((x, i) => labels[i] - network.at(x)),
    ridge,
  );
  const answer = (x: Float64Array) => network.at(x) + fit.predict(map(x));
  const held = newInputs(d);
  return {
    train: rows.map(answer),
    held: Array.from({ length: NEW }, (_, j) => answer(held.subarray(j * d, (j + 1) * d))),
    length: fit.length,
  };
}

describe.each(["kernel", "last-layer"] as const)("%s is least squares on features written out", (name) => {
  for (const backend of backends)
    for (const ridge of [0, 0.01])
      test.each(Object.entries(shapes))(`${backend.info.name}, ridge ${ridge}: %s`, async (_, problem) => {
        const trainer = await startTraining(algorithms[name], backend, problem, { start: "shared", ridge });
        const { status } = await trainer.step();
        expect(status).toBe("solved");
        const expected = naive(problem, ridge, name);
        // z and products in float32, a system of condition up to a few hundred
        const tolerance = backend.info.name === "js" ? 1e-8 : 2e-4;
        expect(distance(await trainer.evaluate(), expected.train)).toBeLessThan(
          tolerance * norm(problem.labels),
        );
        const held = await trainer.predict(newInputs(problem.d), NEW);
        expect(distance(held, expected.held)).toBeLessThan(tolerance * (1 + norm(expected.held)));
        expect(Math.abs((await trainer.distance()) - expected.length)).toBeLessThan(
          tolerance * (1 + expected.length),
        );
        const again = await trainer.step();
        expect(again.status).toBe("solved");
        trainer.dispose();
      });
});

describe("the kernel of infinite width", () => {
  test("is the mean of the finite ones", () => {
    const SEEDS = 400;
    /** |z| beyond 4.5 happens by chance once in 150 000 comparisons. */
    const LEVEL = 4.5;
    const base = madeProblem({ n: 5, d: 4, width: 500, c: 0.3 });
    const { n, d, width, shift } = base;
    const kernel = gramOfRows(base.inputs, n, d);
    const sums = new Float64Array(n * n);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { z, count } = sampledLiveSet({ ...base, seed }, kernel);
      for (let r = 0; r < count; r++)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) if (z[r * n + i] > shift && z[r * n + j] > shift) sums[i * n + j]++;
    }
    for (let o = 0; o < n * n; o++) {
      const p = bivariateTail(shift, kernel[o]);
      const draws = SEEDS * width;
      expect(Math.abs(sums[o] - draws * p)).toBeLessThan(LEVEL * Math.sqrt(draws * p * (1 - p)));
    }
  });

  test.each(backends)(
    "interpolates, and its answers are near those of a wide network: $info.name",
    async (backend) => {
      const problem = madeProblem({ n: 8, d: 12, width: 2 ** 18, init: "antisymmetric", c: 0.2 });
      const limit = await startTraining(algorithms["kernel-limit"], backend, problem);
      await limit.step();
      // the kernel has a square root at equal inputs: ⟨x, x⟩ = 1 − δ moves it by about √(2δ)/2π
      const rounding = Math.sqrt(2 * 2 ** -50);
      expect(distance(await limit.predict(problem.inputs, 8), problem.labels)).toBeLessThan(
        rounding * norm(problem.labels),
      );
      const wide = await startTraining(algorithms.kernel, backend, problem);
      await wide.step();
      const inputs = newInputs(12);
      const [f, g] = [await limit.predict(inputs, NEW), await wide.predict(inputs, NEW)];
      // entries of G scatter by about √(p/m): 1 % of the diagonal here
      expect(distance(f, g)).toBeLessThan(0.05 * norm(f));
      wide.dispose();
    },
  );
});

describe("a singular kernel", () => {
  const problem = madeProblem({ n: 8, d: 12, width: 900, init: "antisymmetric" });
  problem.inputs.copyWithin(0, 12, 24);
  for (const backend of backends)
    test.each(["kernel", "last-layer", "kernel-limit"])(
      `%s on ${backend.info.name} breaks down, and a ridge solves it`,
      async (name) => {
        const plain = await startTraining(algorithms[name], backend, problem, { start: "shared" });
        const before = (await plain.evaluate()).slice();
        expect((await plain.step()).status).toBe("breakdown");
        expect(await plain.evaluate()).toEqual(before);
        const ridged = await startTraining(algorithms[name], backend, problem, {
          start: "shared",
          ridge: 1e-3,
        });
        expect((await ridged.step()).status).toBe("solved");
        for (const trainer of [plain, ridged]) trainer.dispose();
      },
    );

  test("a ridge that is none", async () => {
    await expect(startTraining(algorithms.kernel, backends[0], problem, { ridge: -1 })).rejects.toThrow(
      /ridge is -1/,
    );
  });
});
