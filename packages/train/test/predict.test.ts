// Answers at new inputs, from every way to hold the network, against the naive network.
import { distance, norm, type Problem } from "@widthwise/core";
import { gather, sphere } from "@widthwise/data";
import { algorithms, ProblemError, startTraining } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { loneDeadProblem, madeProblem } from "./made-problem.ts";
import { everyInput, NaiveNetwork } from "./naive-network.ts";
import { open } from "./open.ts";

const js = await open("js");
const wasm = await open("wasm");
const NEW = 9;
const RATE = 0.7;

const newInputs = ({ d }: Problem) =>
  gather(
    sphere(77, d).test,
    Int32Array.from({ length: NEW }, (_, k) => k),
    "parity",
  ).inputs;

function made(parts: Parameters<typeof madeProblem>[0]): Problem {
  return madeProblem({ ...parts, init: "antisymmetric" });
}

function duplicated(): Problem {
  const problem = made({ n: 10, d: 12, width: 400 });
  problem.inputs.copyWithin(5 * 12, 2 * 12, 3 * 12);
  return problem;
}

const shapes: Record<string, Problem> = {
  "n < d": made({ n: 7, d: 10, width: 300 }),
  "more inputs than dimensions": made({ n: 12, d: 5, width: 600, c: 0.2 }),
  "an input twice": duplicated(),
  "an odd width": made({ n: 6, d: 9, width: 301 }),
  "an odd width whose last neuron is dead": loneDeadProblem(),
  "only a dead neuron without a twin": { ...made({ n: 2, d: 9, width: 41 }), shift: 1.7 },
  "everything fires": { ...made({ n: 4, d: 9, width: 50 }), shift: -10 },
  "plain ReLU": made({ n: 5, d: 9, width: 130, c: 0 }),
};

/** After three steps of the definition: f at the new inputs, and ‖W − W₀‖. */
function oracle(problem: Problem, rate: number | undefined) {
  const network = new NaiveNetwork(problem);
  const before = network.w.slice();
  for (let t = 0; t < 3; t++)
    if (rate === undefined) network.solve(everyInput(problem));
    else network.descend(rate, everyInput(problem));
  const inputs = newInputs(problem);
  const f = Array.from({ length: NEW }, (_, j) =>
    network.at(inputs.subarray(j * problem.d, (j + 1) * problem.d)),
  );
  return { f, moved: distance(network.w, before) };
}

describe("answers at new inputs are those of the weights, written out in float64", () => {
  const singular = ["only a dead neuron without a twin", "more inputs than dimensions", "an input twice"];
  for (const [shape, problem] of Object.entries(shapes)) {
    for (const kind of ["gd", "gn"] as const) {
      if (kind === "gn" && singular.includes(shape)) continue;
      const rate = kind === "gd" ? RATE : undefined;
      for (const [backend, names] of [
        [js, ["dense", "tree", "live"]],
        [wasm, ["dense", "live"]],
      ] as const)
        test.each(names)(`%s-${kind} on ${backend.info.name}, ${shape}`, async (name) => {
          const trainer = await startTraining(algorithms[`${name}-${kind}`], backend, problem, {
            start: "shared",
            rate,
          });
          for (let t = 0; t < 3; t++) await trainer.step();
          const expected = oracle(problem, rate);
          const tolerance = backend === js ? 1e-9 : 1e-4;
          const found = await trainer.predict(newInputs(problem), NEW);
          expect(distance(found, expected.f)).toBeLessThan(tolerance * (1 + norm(expected.f)));
          expect(Math.abs((await trainer.distance()) - expected.moved)).toBeLessThan(
            tolerance * (1 + expected.moved),
          );
          trainer.dispose();
        });
    }
  }
});

describe("from a sampled start", () => {
  const problem = made({ n: 9, d: 14, width: 701, c: 0.3 });
  const cases = Object.entries(algorithms).flatMap(([name, { backends }]) =>
    [js, wasm]
      .filter(({ info }) => backends?.includes(info.name) ?? true)
      .map((backend) => ({ name, backend })),
  );
  test.each(cases)(
    "$name on $backend.info.name answers at the training inputs as in training",
    async ({ name, backend }) => {
      const trainer = await startTraining(algorithms[name], backend, problem, { start: "sampled" });
      for (let t = 0; t < 3; t++) await trainer.step();
      const found = await trainer.predict(problem.inputs, problem.n);
      const f = await trainer.evaluate();
      expect(distance(found, f)).toBeLessThan((backend === js ? 1e-6 : 1e-4) * (1 + norm(f)));
      // and the answer is the same when it is asked again, and after a restart
      expect(await trainer.predict(problem.inputs, problem.n)).toEqual(found);
      const moved = await trainer.distance();
      expect(moved).toBeGreaterThan(0);
      // asking for it has led back to the start
      for (let t = 0; t < 3; t++) await trainer.step();
      expect(await trainer.predict(problem.inputs, problem.n)).toEqual(found);
      expect(await trainer.distance()).toBe(moved);
      expect(await trainer.distance()).toBe(0);
      trainer.dispose();
    },
  );

  test.each(cases)(
    "$name on $backend.info.name: pairs cancel at every new input before training",
    async ({ name, backend }) => {
      const trainer = await startTraining(
        algorithms[name],
        backend,
        { ...problem, width: 700 },
        { start: "sampled" },
      );
      expect(norm(await trainer.predict(newInputs(problem), NEW))).toBeLessThan(
        backend === js ? 1e-12 : 1e-5,
      );
      trainer.dispose();
    },
  );
});

describe("live-gn from a sampled start answers with the law of dense training", () => {
  const SEEDS = 400;
  /** |z| beyond 4.5 happens by chance once in 150 000 comparisons. */
  const LEVEL = 4.5;
  const base = made({ n: 4, d: 6, width: 255, c: 0.48 });
  const inputs = newInputs(base).subarray(0, 3 * 6);
  async function collect(name: string): Promise<number[][]> {
    const outputs: number[][] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const trainer = await startTraining(algorithms[name], js, { ...base, seed });
      for (let t = 0; t < 2; t++) await trainer.step();
      outputs.push([...(await trainer.predict(inputs, 3))]);
    }
    return outputs;
  }
  test("mean, variance and covariance of f over seeds", { timeout: 300_000 }, async () => {
    const [sampled, brute] = [await collect("live-gn"), await collect("dense-gn")];
    const moments = [0, 1, 2].flatMap((i) => [
      (f: number[]) => f[i],
      (f: number[]) => f[i] ** 2,
      (f: number[]) => f[i] * f[(i + 1) % 3],
    ]);
    for (const moment of moments) {
      const [x, y] = [sampled.map(moment), brute.map(moment)];
      const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / SEEDS;
      const variance = (values: number[]) => mean(values.map((v) => (v - mean(values)) ** 2));
      const error = Math.sqrt((variance(x) + variance(y)) / SEEDS);
      expect(Math.abs(mean(x) - mean(y))).toBeLessThan(LEVEL * error);
    }
  });
});

describe("what cannot be answered", () => {
  const problem = made({});
  const inputs = newInputs(problem);

  test.each(["live-gn", "kernel", "last-layer"])(
    "%s without antisymmetry: dead neurons answer too",
    async (name) => {
      const trainer = await startTraining(algorithms[name], js, { ...problem, init: "gaussian" });
      await trainer.step();
      await expect(async () => trainer.predict(inputs, NEW)).rejects.toThrow(/antisymmetric/);
    },
  );

  test.each(Object.keys(algorithms))("%s: inputs that are none", async (name) => {
    const trainer = await startTraining(algorithms[name], js, problem);
    await expect(async () => trainer.predict(new Float64Array(7), 1)).rejects.toThrow(ProblemError);
    const spoiled = inputs.slice();
    spoiled[3] = Number.NaN;
    await expect(async () => trainer.predict(spoiled, NEW)).rejects.toThrow(/new input 0 holds NaN/);
  });
});
