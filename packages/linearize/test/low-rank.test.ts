// Gradient subspaces and training in them, against J written out and against full linearised descent.
import { dot } from "@widthwise/core";
import { describe, expect, it } from "vitest";
import {
  coordinateModel,
  fullRows,
  GradientSubspace,
  IterativeLinearisation,
  initialParameters,
  LowRankTraining,
  losses,
  mlp,
  Network,
} from "../src/index.ts";
import { unitVector } from "../src/tf.ts";
import { cases } from "./cases.ts";
import { openTf } from "./engines.ts";
import { expectClose, made, numbers, read } from "./made.ts";

const tf = (await openTf("cpu"))!;
const smooth = cases.find(({ name }) => name.includes("tanh"))!;
const targets = tf.tensor2d(Float32Array.from(numbers(6, 4)), [3, 2]);
const options = { loss: losses.square, optimiser: { kind: "sgd", rate: 0.3 }, rank: 6 } as const;

/** J [rows][p], of float32 derivatives that other tests compare with float64. */
function jacobian({ network, parameters, inputs }: ReturnType<typeof made>): number[][] {
  return tf.tidy(() =>
    tf.concat(fullRows(network, { parameters, inputs }, 0, 3), 1).arraySync(),
  ) as number[][];
}

/** U [p, k], column by column. */
function basisOf(subspace: GradientSubspace): Float64Array[] {
  return Array.from({ length: subspace.rank }, (_, j) => {
    const unit = unitVector(tf, j, subspace.rank);
    const column = subspace.combine(unit);
    const values = read(column);
    tf.dispose([unit, column]);
    return values;
  });
}

describe("the gradient subspace", () => {
  it("has an orthonormal basis", async () => {
    const { network, parameters, inputs } = made(tf, smooth);
    const subspace = await GradientSubspace.at(network, parameters, inputs, { rank: 4 });
    const basis = basisOf(subspace);
    basis.forEach((a, i) => {
      basis.forEach((b, j) => {
        expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-4);
      });
    });
  });

  it.each(cases)("gives features Uᵀ∇f by kernel and by JVP alike: $name", async (one) => {
    const all = made(tf, one);
    const { network, parameters, inputs } = all;
    const reference = tf.slice(inputs, 0, 2);
    const before = tf.memory().numTensors;
    const [kernel, jvp] = await Promise.all(
      (["kernel", "jvp"] as const).map((by) =>
        GradientSubspace.at(network, parameters, reference, { rank: 3, by }),
      ),
    );
    const [byKernel, byJvp] = [kernel.project(inputs), jvp.project(inputs)];
    const rows = jacobian(all);
    const basis = basisOf(kernel);
    const expected = rows.flatMap((row) => basis.map((u) => dot(row, u)));
    expectClose(byKernel.dataSync(), expected, 1e-4);
    expectClose(byJvp.dataSync(), expected, 1e-4);
    const small = await GradientSubspace.at(network, parameters, reference, { rank: 3, memory: 1 });
    const piecewise = small.project(inputs);
    expectClose(piecewise.dataSync(), byKernel.dataSync(), 1e-4);
    tf.dispose([byKernel, byJvp, piecewise]);
    for (const subspace of [kernel, jvp, small]) subspace.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("captures all of its reference, more with more directions, and part of anything else", async () => {
    const { network, parameters, inputs } = made(tf, smooth);
    const reference = tf.slice(inputs, 0, 2);
    const captured = [];
    for (const rank of [1, 2, 4]) {
      const subspace = await GradientSubspace.at(network, parameters, reference, { rank });
      captured.push(await subspace.capturedEnergy(inputs, 2));
      if (rank === 4) expect(await subspace.capturedEnergy(reference)).toBeCloseTo(1, 4);
    }
    expect(captured[0]).toBeGreaterThan(0);
    expect(captured[1]).toBeGreaterThan(captured[0]);
    expect(captured[2]).toBeGreaterThan(captured[1]);
    expect(captured[2]).toBeLessThan(1);
  });

  it("takes as many directions as a share of the energy needs", async () => {
    const { network, parameters, inputs } = made(tf, smooth);
    const subspace = await GradientSubspace.at(network, parameters, inputs, { rank: { energy: 0.99 } });
    expect(subspace.rank).toBe(subspace.ranks.energy["0.99"]);
    await expect(GradientSubspace.at(network, parameters, inputs, { rank: 0 })).rejects.toThrow(
      "rank is 0, accepted are numbers from 1 on",
    );
  });
});

describe("low-rank training", () => {
  it("with all examples as reference is full linearised descent", async () => {
    const { network, parameters, inputs } = made(tf, smooth);
    const training = await LowRankTraining.start(network, parameters, inputs, targets, {
      ...options,
      reference: inputs,
    });
    const full = new IterativeLinearisation(network, parameters, { ...options, every: Infinity });
    for (let step = 0; step < 100; step++) {
      await training.step();
      full.step(inputs, targets);
      if (step % 10 > 0) continue;
      const [a, b] = tf.tidy(() => [
        training.model.forward([training.coordinates], training.features).dataSync(),
        full.model.forward(full.parameters, inputs).dataSync(),
      ]);
      expectClose(a, b, 1e-4);
    }
    const back = training.parameters();
    expectClose(read(back), read(full.parameters), 1e-4);
  });

  it("renewed after every step, with all examples as reference, is ordinary training", async () => {
    const { network, parameters, inputs } = made(tf, smooth);
    const training = await LowRankTraining.start(network, parameters, inputs, targets, {
      ...options,
      reference: inputs,
      refreshEvery: 1,
    });
    const ordinary = new IterativeLinearisation(network, parameters, { ...options, every: 1 });
    for (let step = 0; step < 20; step++) {
      await training.step();
      ordinary.step(inputs, targets);
    }
    expect(training.refreshes).toBe(20);
    expectClose(read(training.parameters()), read(ordinary.parameters), 1e-4);
  });

  it("notices drift, and renews the subspace above the bound only", async () => {
    const start = async (drift: number) => {
      const { network, parameters, inputs } = made(tf, smooth);
      const training = await LowRankTraining.start(network, parameters, inputs, targets, {
        ...options,
        reference: inputs,
        refreshAbove: { drift, look: 5 },
      });
      expect(await training.drift()).toBe(0);
      for (let step = 0; step < 4; step++) await training.step();
      const early = await training.drift();
      for (let step = 0; step < 21; step++) await training.step();
      return { early, late: await training.drift(), refreshes: training.refreshes };
    };
    const patient = await start(Infinity);
    expect(patient.refreshes).toBe(0);
    expect(patient.early).toBeGreaterThan(0);
    expect(patient.late).toBeGreaterThan(patient.early);
    const strict = await start(patient.late / 2);
    expect(strict.refreshes).toBeGreaterThan(0);
    expect(strict.late).toBeLessThan(patient.late);
  });

  it.each(["kernel", "jvp"] as const)("prepares within the memory it is given: by %s", async (by) => {
    const network = new Network(tf, mlp({ inputs: 10, width: 32, depth: 3, outputs: 2 }));
    const parameters = initialParameters(network, 1);
    const inputs = tf.tensor2d(Float32Array.from(numbers(2000, 5)), [200, 10]);
    const ones = tf.ones([200, 2]) as typeof targets;
    const reference = tf.slice(inputs, 0, 20);
    tf.env().set("CHECK_COMPUTATION_FOR_ERRORS", false);
    const peakWith = async (memory: number) => {
      const before = tf.memory().numBytes;
      let features = 0;
      const { kernels, newBytes } = await tf.profile(async () => {
        const training = await LowRankTraining.start(network, parameters, inputs, ones, {
          ...options,
          reference,
          by,
          memory,
        });
        features = 4 * training.features.size;
      });
      const peak = Math.max(...kernels.map(({ totalBytesSnapshot }) => totalBytesSnapshot));
      return peak - before - newBytes - features;
    };
    const [tight, wide] = [2 ** 15, 2 ** 20];
    const used = await peakWith(tight);
    expect(used).toBeLessThanOrEqual(tight);
    // more is used where more may be
    expect(await peakWith(wide)).toBeGreaterThan(Math.max(used, tight));
  });

  it("steps on a model whose JVP and VJP are transposes", () => {
    const model = coordinateModel(tf, 3);
    const inputs = tf.tensor(Float32Array.from(numbers(2 * 2 * 4, 1)), [2, 2, 4]);
    const [c, v] = [2, 3].map((seed) => tf.tensor1d(Float32Array.from(numbers(3, seed))));
    const u = tf.tensor2d(Float32Array.from(numbers(4, 5)), [2, 2]);
    const { value, tangent } = model.jvp([c], inputs, [v]);
    const { gradient } = model.vjp([c], inputs, () => u);
    const rows = tf.reshape(inputs, [4, 4]).arraySync() as number[][];
    expectClose(
      value.dataSync(),
      rows.map((row) => dot(row.slice(0, 3), c.dataSync()) + row[3]),
    );
    expect(dot(tangent.dataSync(), u.dataSync())).toBeCloseTo(dot(v.dataSync(), gradient[0].dataSync()), 5);
  });
});
