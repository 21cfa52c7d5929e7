// The studies of lazy networks: grids, tasks, rates and measures.
import { openBackend } from "@widthwise/backends";
import { symmetricEigenvalues } from "@widthwise/core";
import { characters, mobyDick } from "@widthwise/data";
import {
  fullRows,
  IterativeLinearisation,
  initialParameters,
  LowRankTraining,
  losses,
  Network,
  tangentKernel,
} from "@widthwise/linearize";
import { expect, test } from "vitest";
import { layerOf } from "../src/networks/architecture.ts";
import { accuracyOf } from "../src/networks/examples.ts";
import { pointsOf } from "../src/networks/grids.ts";
import { openData, openTask } from "../src/networks/open-task.ts";
import { halvedPictures, wholePictures } from "../src/networks/pictures.ts";
import { stableRate } from "../src/networks/stable-rate.ts";
import type { Task } from "../src/networks/task.ts";
import { countWork, productMacs } from "../src/studies/low-rank/count-work.ts";
import { paramsSchema } from "../src/studies/low-rank/params.ts";
import { derivedBreakEven } from "../src/studies/low-rank/tell/racers.ts";
import { preparations } from "../src/studies/low-rank/tell/work.ts";
import { contracted } from "../src/studies/rank-in-training/ranks.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const opened = await openBackend("tfjs-cpu");
if (!("backend" in opened)) throw new Error(opened.missing);
const tf = opened.backend.tf!;
const noData = {} as Parameters<typeof openTask>[3];
const sums: Task = {
  ...{ name: "modular", data: { kind: "modular" }, n: 6, unseen: 1, loss: "square" },
  ...{ architecture: "transformer", width: 8, depth: 1, activation: "gelu", parametrisation: "standard" },
};
const questionsOf = (answers: readonly { question: string }[]) => answers.map(({ question }) => question);

test("every combination of a grid's lists is one network, and none is there twice", () => {
  const grid = {
    architecture: "mlp",
    task: "mnist",
    depths: [2, 3],
    widths: [8, 16],
    activation: "tanh",
    parametrisations: ["standard", "mean-field"],
  } as const;
  const grids = [grid, { ...grid, widths: [16, 32], depths: [2] }].map((one) =>
    structuredClone(one),
  ) as never;
  const points = pointsOf(grids, { n: 5, unseen: 3, mostSteps: 7, loss: "square" });
  expect(points).toHaveLength(2 * 2 * 2 + 2);
  expect(points.every(({ task, mostSteps }) => task.n === 5 && task.unseen === 3 && mostSteps === 7)).toBe(
    true,
  );
});

test("sums modulo 23: right answers, no pair both seen and unseen", () => {
  const open = (n: number) => openData(tf, sums.data, { n, unseen: 200, seed: 3 }, noData);
  const { train, unseen } = open(300);
  const pairs = [train, unseen].flatMap(({ inputs, classes }) =>
    (inputs.arraySync() as number[][]).map(([a, b, equals], i) => {
      expect(equals).toBe(23);
      expect(classes[i]).toBe((a + b) % 23);
      return 23 * a + b;
    }),
  );
  expect(new Set(pairs).size).toBe(500);
  expect(() => open(500)).toThrow("529 examples");
});

test("characters: the answer is the one that follows, and unseen windows are of the text's later part", () => {
  const text = characters(mobyDick());
  expect(Array.from(characters("Call me — Ishmael."))).toEqual(
    Array.from(" call me ishmael ".trimStart(), (c) => (c === " " ? 0 : c.charCodeAt(0) - 96)),
  );
  const { train, unseen } = openData(tf, { kind: "characters" }, { n: 20, unseen: 20, seed: 1 }, noData);
  const whole = Array.from(text).join();
  for (const [{ inputs, classes }, late] of [
    [train, false],
    [unseen, true],
  ] as const)
    (inputs.arraySync() as number[][]).forEach((window, i) => {
      const [first, last] = [whole.indexOf, whole.lastIndexOf].map((find) =>
        find.call(whole, [...window, classes[i]].join()),
      );
      expect(first).toBeGreaterThanOrEqual(0);
      if (late) expect(last).toBeGreaterThan(0.79 * whole.length);
      else expect(first).toBeLessThan(0.81 * whole.length);
    });
});

test("pictures: planes of colours become channels, and half the resolution is the mean of 2 by 2", () => {
  const split = (d: number) => ({
    ...{ count: 4, d, classes: 2, labels: Uint8Array.of(0, 1, 0, 1) },
    row: (_: number, out: Float64Array) => out.set(out.map((__, k) => k)),
  });
  const contextOf = (d: number) => ({ dataset: () => ({ train: split(d), test: split(d) }) }) as never;
  const choice = { n: 2, unseen: 2, seed: 1 };
  const colours = wholePictures("", choice, contextOf(12));
  expect(colours.shape).toEqual({ kind: "images", d: 12, side: 2, channels: 3, outputs: 2 });
  const order = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11];
  expect(colours.unseen.inputs).toEqual(Float32Array.from([...order, ...order], (k) => k * Math.sqrt(12)));
  const halved = halvedPictures("", choice, contextOf(784), "parity");
  expect(halved.shape).toEqual({ kind: "images", d: 196, side: 14, channels: 1, outputs: 1 });
  // pixel k is k: the mean of a block is its corner's plus half a row and half a column
  for (const [place, corner] of [
    [0, 0],
    [13, 26],
    [14, 56],
    [195, 27 * 28 - 2],
  ] as const)
    expect(halved.train.inputs[place]).toBeCloseTo(28 * (corner + 14.5), 3);
  expect(() => halvedPictures("", choice, contextOf(12), "parity")).toThrow("28 by 28");
});

test("the step size from the kernel is that at which the fastest mode goes in one step", async () => {
  const task = openTask(tf, { ...sums, parametrisation: "mean-field" }, 1, noData);
  const { network, start } = task;
  const weights = network.parameters.map(({ rate }) => rate);
  const { inputs, targets } = task.train;
  const kernel = await tangentKernel(network, { parameters: start, inputs }, undefined, { weights });
  const rate = stableRate(kernel, 6);
  const size = Math.sqrt(kernel.length);
  expect((rate / 6) * symmetricEigenvalues(kernel, size)[size - 1]).toBeCloseTo(1, 10);
  // linear descent at it never makes the loss larger, whatever the residual
  const training = new IterativeLinearisation(network, start, {
    loss: losses.square,
    optimiser: { kind: "sgd", rate },
    every: Infinity,
  });
  const norms = [0, 1, 2, 3, 4].map(() => {
    const f = training.model.forward(training.parameters, inputs);
    training.step(inputs, targets);
    return tf.norm(tf.sub(f, targets)).dataSync()[0];
  });
  expect(norms).toEqual(norms.toSorted((a, b) => b - a));
  expect(accuracyOf(Float32Array.of(0, 1, 3, 2, 5, 4), Uint8Array.of(1, 0, 1))).toBeCloseTo(2 / 3, 12);
});

test("laziness: a wider network moves less, and every question has its answer", {
  timeout: 60_000,
}, async () => {
  const grid = { architecture: "mlp", task: "mnist", widths: [8, 64], depths: [2], activation: "tanh" };
  const params = { grids: [{ ...grid, parametrisations: ["standard"] }], mostSteps: 40 };
  const { cells, tell, result } = await studyRun("laziness", { params });
  expect(questionsOf(tell.answers(result))).toEqual(expect.arrayContaining(["A6", "A7", "A10", "A11"]));
  const [narrow, wide] = cells.toSorted((a, b) => a.width - b.width);
  for (const measure of ["jacobianChange", "kernelDistance", "linearisationError"])
    expect(wide.measures![measure]).toBeLessThan(narrow.measures![measure] as number);
  for (const { measures = {} } of [narrow, wide]) {
    const [spectral, directional] = [measures.spectral, measures.directional] as number[][];
    // power iteration comes from below, so a few steps may stay under the gradient's own direction
    expect(directional[0]).toBeLessThan(2 * spectral[0]);
    expect(measures.trainLoss).toBeLessThan(1);
  }
});

test("the kernel of loss gradients, contracted from that of features, is their inner products", async () => {
  const task = openTask(tf, { ...sums, n: 3, width: 4 }, 2, noData);
  const { network } = task;
  const features = { parameters: task.start, inputs: task.train.inputs };
  const f = network.forward(features.parameters, features.inputs);
  const residuals = losses["cross-entropy"].gradient(tf, f, task.train.targets).dataSync();
  const found = contracted(await tangentKernel(network, features), residuals, 3);
  const rows = tf.concat(fullRows(network, features, 0, 3), 1).arraySync() as number[][];
  const gradients = [0, 1, 2].map((i) =>
    rows[0].map((_, p) => {
      let sum = 0;
      for (let c = 0; c < 23; c++) sum += residuals[23 * i + c] * rows[23 * i + c][p];
      return sum;
    }),
  );
  gradients.forEach((a, i) => {
    gradients.forEach((b, j) => {
      const expected = a.reduce((sum, value, p) => sum + value * b[p], 0);
      expect(Math.abs(found[3 * i + j] - expected)).toBeLessThan(1e-4 * found[0]);
    });
  });
});

test("rank in training: no rank above the number of columns, one row per weight, answers", {
  timeout: 60_000,
}, async () => {
  const { cells, tell, result } = await studyRun("rank-in-training");
  expect(questionsOf(tell.answers(result))).toEqual(expect.arrayContaining(["A2", "A6", "A8", "A11"]));
  const [network, ...layers] = cells;
  expect(layers.map(({ params }) => params?.name)).toEqual(["0.weight", "2.weight"]);
  const { step, featureK90, featureK999, columns, gradientNumerical } = network.measures as Record<
    string,
    number[]
  >;
  expect(step).toEqual([0, 2, 4]);
  featureK90.forEach((rank, k) => {
    expect(rank).toBeLessThanOrEqual(featureK999[k]);
    expect(featureK999[k]).toBeLessThanOrEqual(Number(columns));
    expect(gradientNumerical[k]).toBeLessThanOrEqual(2);
  });
});

test("work is counted as it is done, however factors are stored", async () => {
  expect(productMacs([3, 4], [3, 5])).toBe(60);
  expect(productMacs([4, 3], [3, 5])).toBe(60);
  expect(productMacs([2, 3, 4], [2, 3, 5])).toBe(120);
  const [a, b] = [tf.ones([3, 4]), tf.ones([4, 5])] as ReturnType<typeof tf.tensor2d>[];
  let kept: ReturnType<typeof tf.tensor> | undefined;
  const work = await countWork(tf, () => {
    kept = tf.tidy(() => tf.square(tf.matMul(a, b)));
  });
  expect(work).toEqual({
    macs: 60,
    elements: 15,
    bytesMoved: 4 * (12 + 20 + 15 + 15 + 15),
    peakBytes: 4 * 30,
    keptBytes: 4 * 15,
  });
  tf.dispose([a, b, kept!]);
});

test("low rank: every job is right, memory is kept, questions are answered", {
  timeout: 120_000,
}, async () => {
  const { tell, result } = await studyRun("low-rank");
  const questions = ["A1", "A3", "A4", "A7", "A9", "A11"];
  expect(questionsOf(tell.answers(result))).toEqual(expect.arrayContaining(questions));
  expect(result.cells.every(({ status }) => status === "ok")).toBe(true);
  expect(preparations(toldOf(paramsSchema, result))).toHaveLength(4);
});

test("preparation is linear in the examples, so that two counts give any number", async () => {
  const mlp = { width: 5, depth: 3, activation: "relu", parametrisation: "standard" } as const;
  const network = new Network(tf, layerOf(mlp, { kind: "vectors", d: 4, outputs: 3 }));
  const start = initialParameters(network, 1);
  const all = tf.randomUniform([24, 4], -1, 1, "float32", 3) as ReturnType<typeof tf.tensor2d>;
  const macs = async (n: number, by: "kernel" | "jvp") => {
    const { macs } = await countWork(tf, async () => {
      const training = await LowRankTraining.start(network, start, tf.slice(all, 0, n), tf.ones([n, 3]), {
        ...{ loss: losses.square, optimiser: { kind: "sgd", rate: 1 } },
        ...{ reference: tf.slice(all, 0, 4), rank: 6, by },
      });
      training.dispose();
    });
    return macs;
  };
  for (const by of ["kernel", "jvp"] as const) {
    const [few, more, most] = [await macs(8, by), await macs(16, by), await macs(24, by)];
    expect(more).toBeGreaterThan(few);
    expect(most - more).toBe(more - few);
  }
});

test("the derived break-even is about 71 epochs at r = k = 100 of 60 000 examples", () => {
  expect(derivedBreakEven(100, 100, 10, 6e4)).toBeCloseTo(70.68, 2);
});
