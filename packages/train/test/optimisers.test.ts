// Gradients by finite differences, and the steps of Adam, of both layers and of hashing against the naive network's.
import { distance, fillNormals, gramOfRows, norm, symmetricEigenvalues } from "@widthwise/core";
import { SimHash } from "@widthwise/sparse-tree";
import {
  algorithms,
  hashingDefaults,
  hashingStream,
  startTraining,
  type TrainerOptions,
} from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { Batches } from "../src/batches.ts";
import { madeProblem } from "./made-problem.ts";
import { everyInput, NaiveNetwork } from "./naive-network.ts";
import { open } from "./open.ts";

const js = await open("js");
const wasm = await open("wasm");
const threads = await open("wasm-mt");
const tfjs = [await open("tfjs-cpu"), await open("tfjs-wasm")];

const loss = (outputs: Float64Array, labels: Float64Array) => distance(outputs, labels) ** 2 / 2;

describe("gradients by finite differences", () => {
  test.each(["first", "both"] as const)("the naive network's, %s layers", (train) => {
    const problem = madeProblem({ n: 7, d: 6, width: 40 });
    const network = new NaiveNetwork(problem, train);
    const gradient = network.pullBack(network.residual());
    const direction = new Float64Array(gradient.length);
    for (let draw = 0; draw < 5; draw++) {
      fillNormals({ seed: draw, stream: 0 }, 0, direction);
      const h = 1e-6;
      network.move(direction.map((x) => h * x));
      const above = network.loss();
      network.move(direction.map((x) => -2 * h * x));
      const below = network.loss();
      network.move(direction.map((x) => h * x));
      const slope = gradient.reduce((sum, g, k) => sum + g * direction[k], 0);
      // O(h) where a neuron crosses the threshold, O(h²) elsewhere
      expect((above - below) / (2 * h)).toBeCloseTo(slope, 4);
    }
  });

  // along its first step each optimiser's loss falls at a rate known in closed form
  const problem = madeProblem({ n: 12, d: 10, width: 300 });
  const rate = 1e-6;
  const slopes: Record<string, (network: NaiveNetwork) => number> = {
    gd: (network) => norm(network.pullBack(network.residual())) ** 2,
    gn: (network) => norm(network.residual()) ** 2,
    adam: (network) =>
      network.pullBack(network.residual()).reduce((sum, g) => sum + g ** 2 / (Math.abs(g) + 1e-8), 0),
  };
  const cases = Object.values(algorithms)
    .filter(({ approximate }) => !approximate)
    .filter(({ name }) => name.split("-")[1] in slopes)
    .flatMap(({ name, bothLayers }) =>
      (["first", "both"] as const)
        .filter((train) => train === "first" || bothLayers)
        .map((train) => ({ name, train })),
    );
  test.each(cases)("$name, $train", async ({ name, train }) => {
    const trainer = await startTraining(algorithms[name], js, problem, { start: "shared", rate, train });
    const before = loss(await trainer.evaluate(), problem.labels);
    await trainer.step();
    const after = loss(await trainer.evaluate(), problem.labels);
    const slope = slopes[name.split("-")[1]](new NaiveNetwork(problem, train));
    expect((before - after) / rate / slope).toBeCloseTo(1, 4);
  });
});

describe("dense-adam follows the naive network", () => {
  const shapes = [
    { n: 12, d: 10, width: 300 },
    { n: 1, d: 3, width: 5 },
    { n: 17, d: 33, width: 777, c: 0 },
    { n: 9, d: 12, width: 513, init: "antisymmetric" as const },
  ];
  const cases = [js, wasm, threads, ...tfjs].flatMap((backend) =>
    shapes.flatMap((shape) =>
      [undefined, Math.ceil(shape.n / 3)].map((batch) => ({ on: backend.info.name, backend, shape, batch })),
    ),
  );
  test.each(cases)("on $on, batch $batch: $shape", async ({ backend, shape, batch }) => {
    const problem = madeProblem(shape);
    const rate = 0.02;
    const trainer = await startTraining(algorithms["dense-adam"], backend, problem, { rate, batch });
    const naive = new NaiveNetwork(problem);
    const batches = new Batches(problem.n, problem.seed, batch);
    const mean = new Float64Array(naive.w.length);
    const square = new Float64Array(naive.w.length);
    const found: Float64Array[] = [];
    // float32 rounds weights of about 1 by 2^-24 per step; ten steps stay far below 1e-4
    const tolerance = (backend === js ? 1e-9 : 1e-4) * norm(problem.labels);
    for (let t = 1; t <= 10; t++) {
      expect((await trainer.step()).status).toBe("stepped");
      found.push((await trainer.evaluate()).slice());
      const e = naive.residual();
      const g = naive.pullBack(e.map((x, i) => (batches.current.includes(i) ? x : 0)));
      batches.next();
      naive.move(
        g.map((x, k) => {
          mean[k] = 0.9 * mean[k] + 0.1 * x;
          square[k] = 0.999 * square[k] + 0.001 * x * x;
          return (-rate * (mean[k] / (1 - 0.9 ** t))) / (Math.sqrt(square[k] / (1 - 0.999 ** t)) + 1e-8);
        }),
      );
      expect(distance(found[t - 1], naive.outputs())).toBeLessThan(tolerance);
    }
    await trainer.restore();
    for (const expected of found) {
      await trainer.step();
      expect(await trainer.evaluate()).toEqual(expected);
    }
    trainer.dispose();
  });

  test("and is the same on one thread and on all", async () => {
    const problem = madeProblem({ n: 12, d: 10, width: 1500 });
    const runs = [];
    for (const backend of [wasm, threads]) {
      const trainer = await startTraining(algorithms["dense-adam"], backend, problem);
      for (let t = 0; t < 5; t++) await trainer.step();
      runs.push((await trainer.evaluate()).slice());
      trainer.dispose();
    }
    expect(runs[1]).toEqual(runs[0]);
  });
});

describe("both layers trained on trees", () => {
  const shapes = [
    { n: 12, d: 10, width: 300 },
    { n: 1, d: 3, width: 64 },
    { n: 16, d: 32, width: 200, c: 0 },
    { n: 9, d: 12, width: 301, init: "antisymmetric" as const },
  ];
  const cases = shapes.flatMap((shape) =>
    (["tree-gd", "tree-gn"] as const).flatMap((name) =>
      [undefined, Math.ceil(shape.n / 3)].map((batch) => ({ name, shape, batch })),
    ),
  );
  test.each(cases)("$name, batch $batch: $shape", async ({ name, shape, batch }) => {
    const problem = madeProblem(shape);
    const rate = name === "tree-gd" ? 0.3 : 1;
    const trainer = await startTraining(algorithms[name], js, problem, { train: "both", rate, batch });
    const naive = new NaiveNetwork(problem, "both");
    const batches = new Batches(problem.n, problem.seed, batch);
    const found: Float64Array[] = [];
    for (let t = 0; t < 6; t++) {
      await trainer.step();
      found.push((await trainer.evaluate()).slice());
      if (name === "tree-gd") naive.descend(rate, [...batches.current]);
      else naive.solve([...batches.current]);
      batches.next();
      expect(distance(found[t], naive.outputs())).toBeLessThan(1e-9 * norm(problem.labels));
    }
    // the second layer did move
    expect(naive.a.some((a) => Math.abs(Math.abs(a) - 1) > 1e-3)).toBe(true);
    await trainer.restore();
    for (const expected of found) {
      await trainer.step();
      expect(await trainer.evaluate()).toEqual(expected);
    }
  });

  test("the default rate of descent is 1/λ_max of both layers' Gram matrix: the loss falls", async () => {
    const problem = madeProblem({ n: 16, d: 20, width: 2000 });
    const trainer = await startTraining(algorithms["tree-gd"], js, problem, { train: "both" });
    let last = loss(await trainer.evaluate(), problem.labels);
    for (let t = 0; t < 20; t++) {
      await trainer.step();
      const now = loss(await trainer.evaluate(), problem.labels);
      expect(now).toBeLessThan(last);
      last = now;
    }
  });

  test("other algorithms refuse", async () => {
    await expect(startTraining(algorithms["live-gn"], js, madeProblem(), { train: "both" })).rejects.toThrow(
      "live-gn trains the first layer alone",
    );
  });
});

describe("lsh-gd", () => {
  const problem = madeProblem({ n: 12, d: 30, width: 1500 });
  const start = (hashing: TrainerOptions["hashing"], rate?: number) =>
    startTraining(algorithms["lsh-gd"], js, problem, { hashing, rate });

  test("finds everything with enough tables of one bit, and then takes gradient descent's steps", async () => {
    const trainer = await start({ tables: 100, bits: 1 });
    const dense = await startTraining(algorithms["dense-gd"], js, problem);
    for (let t = 0; t < 5; t++) {
      const recall = await trainer.recall?.();
      expect(recall?.found).toBe(recall?.fired);
      const { outputs } = await trainer.step();
      expect(distance(outputs, (await dense.step()).outputs)).toBeLessThan(1e-9 * norm(problem.labels));
    }
  });

  test("misses some by default, more with fewer tables, and its state is that of weights that exist", async () => {
    const shares = [];
    for (const tables of [2, 16, 64]) {
      const trainer = await start({ tables });
      expect(distance(await trainer.evaluate(), new NaiveNetwork(problem).outputs())).toBeLessThan(1e-12);
      const outputs: Float64Array[] = [];
      for (let t = 0; t < 6; t++) {
        await trainer.step();
        outputs.push((await trainer.evaluate()).slice());
      }
      const all = everyInput(problem);
      const recomputed = await trainer.recompute?.(all);
      expect(distance(outputs[5], recomputed as Float64Array)).toBeLessThan(1e-11 * norm(problem.labels));
      const { fired, found } = (await trainer.recall?.()) ?? { fired: 0, found: 0 };
      shares.push(found / fired);
      await trainer.restore();
      for (const expected of outputs) {
        await trainer.step();
        expect(await trainer.evaluate()).toEqual(expected);
      }
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares[2]).toBeGreaterThan(0.8);
  });

  test("its first step is the naive one on what the tables name", async () => {
    const rate = 0.5;
    const tables = 8;
    const trainer = await start({ tables }, rate);
    const { outputs } = await trainer.step();
    const { n, d, width, inputs, labels, shift, seed } = problem;
    const naive = new NaiveNetwork(problem);
    const z = new Float64Array(n * width);
    for (let i = 0; i < n; i++)
      for (let r = 0; r < width; r++)
        for (let k = 0; k < d; k++) z[i * width + r] += naive.w[r * d + k] * inputs[i * d + k];
    const index = new SimHash(z, n, width, {
      tables,
      bits: hashingDefaults.bits,
      key: { seed, stream: hashingStream },
      kernel: gramOfRows(inputs, n, d),
    });
    const out = new Int32Array(width);
    const named = Array.from({ length: n }, (_, i) => out.slice(0, index.fired(i, shift, out)));
    const f = named.map((rs, i) => rs.reduce((sum, r) => sum + naive.a[r] * (z[i * width + r] - shift), 0));
    const scale = 1 / Math.sqrt(width);
    expect(
      distance(
        outputs,
        f.map((x) => scale * x),
      ),
    ).toBeLessThan(1e-12);
    named.forEach((rs, i) => {
      const u = rate * (scale * f[i] - labels[i]);
      for (const r of rs)
        for (let k = 0; k < d; k++) naive.w[r * d + k] -= scale * naive.a[r] * u * inputs[i * d + k];
    });
    expect(distance(await trainer.evaluate(), naive.outputs())).toBeLessThan(1e-12 * norm(labels));
  });
});

test("the default rate of descent is 1/λ_max(G₀) to rounding, where the next eigenvalue is close", async () => {
  const problem = madeProblem({ n: 120, d: 784, width: 1000, c: 0 });
  const { inputs, n, d, width } = problem;
  const network = await js.network(problem);
  await network.forward();
  const overlaps = await network.overlaps();
  const values = symmetricEigenvalues(
    gramOfRows(inputs, n, d).map((entry, k) => (entry * overlaps[k]) / width),
    n,
  );
  expect(values[n - 2] / values[n - 1]).toBeGreaterThan(0.9);
  const after = async (name: string, backend: typeof js, rate?: number) => {
    const trainer = await startTraining(algorithms[name], backend, problem, { rate });
    await trainer.step();
    const outputs = Float64Array.from(await trainer.evaluate());
    trainer.dispose();
    return outputs;
  };
  for (const name of ["dense-gd", "tree-gd"]) {
    const expected = await after(name, js, 1 / values[n - 1]);
    expect(distance(await after(name, js), expected)).toBeLessThan(1e-11 * norm(expected));
  }
  for (const name of ["dense-gd", "live-gd"])
    expect(await after(name, threads)).toEqual(await after(name, wasm));
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("rate %s is refused", async (rate) => {
  await expect(startTraining(algorithms["dense-gd"], js, madeProblem(), { rate })).rejects.toThrow(
    `rate is ${rate}, accepted are positive numbers`,
  );
});

test("a step size beyond 2/λ_max diverges and stays a value", async () => {
  const problem = madeProblem({ n: 12, d: 10, width: 300 });
  for (const name of ["dense-gd", "tree-gd", "lsh-gd"]) {
    const trainer = await startTraining(algorithms[name], js, problem, { rate: 1e3 });
    const first = loss(await trainer.evaluate(), problem.labels);
    for (let t = 0; t < 5; t++) expect((await trainer.step()).status).toBe("stepped");
    expect(loss(await trainer.evaluate(), problem.labels)).toBeGreaterThan(first);
  }
});
