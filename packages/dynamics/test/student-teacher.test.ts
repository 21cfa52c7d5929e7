// Student and teacher: what is drawn, how it starts, and training along the gradient flow.
import { gramOfRows } from "@widthwise/core";
import { loadKernels } from "@widthwise/kernels";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  figureOneB,
  piecewiseKernel,
  piecewiseVelocity,
  preactivations,
  reluKernel,
  studentStart,
  studentTeacher,
  trainStudent,
  unitRates,
} from "../src/index.ts";

const task = { d: 6, n: 40, testCount: 300, teacherWidth: 3, seed: 1, testSeed: 2 };
let kernels: Awaited<ReturnType<typeof loadKernels>>;
beforeAll(async () => {
  kernels = await loadKernels();
});
afterAll(() => kernels.dispose());

describe("the student's start", () => {
  test("has overall scale τ and imbalance δ in every neuron, and computes 0", () => {
    for (const scale of [0.1, 1, 2])
      for (const delta of [-1, -1e-9, 0, 0.5, 1]) {
        const { a, w } = studentStart({ width: 8, scale, delta, seed: 3 }, 5);
        for (let k = 0; k < 8; k++) {
          const length = Math.hypot(...w.subarray(5 * k, 5 * k + 5));
          expect(Math.abs(a[k]) * length).toBeCloseTo(scale ** 2, 13);
          expect(a[k] ** 2 - length ** 2).toBeCloseTo(delta, 12);
          expect(a[(k + 4) % 8]).toBe(-a[k]);
        }
        expect(w.subarray(0, 20)).toEqual(w.subarray(20));
      }
  });

  test("is the same for the same seed, whatever τ and δ, up to their factor", () => {
    const direction = ({ w }: { w: Float64Array }) =>
      w.map((value) => value / Math.hypot(...w.subarray(0, 5)));
    const one = direction(studentStart({ width: 4, scale: 0.3, delta: 1, seed: 3 }, 5));
    for (const [i, value] of direction(studentStart({ width: 4, scale: 2, delta: -1, seed: 3 }, 5)).entries())
      expect(value).toBeCloseTo(one[i], 13);
  });

  test("refuses what it cannot make", () => {
    const start = { width: 4, scale: 1, delta: 0, seed: 1 };
    expect(() => studentStart({ ...start, width: 5 }, 3)).toThrow("width is 5, accepted are even numbers");
    expect(() => studentStart({ ...start, scale: 0 }, 3)).toThrow(
      "τ is 0, accepted is a finite number above 0",
    );
    expect(() => studentStart({ ...start, delta: Infinity }, 3)).toThrow("δ is Infinity");
    expect(() => studentTeacher({ ...task, n: 0 })).toThrow("n is 0");
  });
});

describe("training a student", () => {
  test("the kernel is that of piecewise linear neurons", () => {
    const { train } = studentTeacher(task);
    const network = studentStart({ width: 6, scale: 1, delta: 0.5, seed: 3 }, task.d);
    const kernel = reluKernel(
      network,
      preactivations(network, train.inputs, task.n),
      gramOfRows(train.inputs, task.n, task.d),
    );
    for (const [i, value] of piecewiseKernel({ ...network, leak: 0 }, train, unitRates).entries())
      expect(kernel[i]).toBeCloseTo(value, 12);
  });

  test("steps along the gradient flow: 2/n times that of ½Σ(f − y)², and conserves δ to first order", () => {
    const data = studentTeacher(task);
    const start = studentStart({ width: 6, scale: 1, delta: 0.5, seed: 3 }, task.d);
    const rate = 1e-3;
    const [, after] = trainStudent(kernels, data, start, { rate, checkpoints: [0, 1] });
    const velocity = piecewiseVelocity({ ...start, leak: 0 }, data.train, unitRates);
    for (const key of ["a", "w"] as const)
      for (const [i, value] of velocity[key].entries())
        expect((after.network[key][i] - start[key][i]) / rate).toBeCloseTo((2 / task.n) * value, 6);

    const drift = (epsilon: number) => {
      const steps = Math.round(2 / epsilon);
      const [end] = trainStudent(kernels, data, start, { rate: epsilon, checkpoints: [steps] });
      const { a, w } = end.network;
      return Math.max(
        ...Array.from(a, (value, k) =>
          Math.abs(value ** 2 - Math.hypot(...w.subarray(6 * k, 6 * k + 6)) ** 2 - 0.5),
        ),
      );
    };
    const ratio = drift(0.1) / drift(0.01);
    expect(ratio).toBeGreaterThan(5);
    expect(ratio).toBeLessThan(20);
  });

  test("measures nothing at the start, learns, and ends where it is not finite any more", () => {
    const data = studentTeacher(task);
    const start = studentStart({ width: 20, scale: 0.5, delta: 0, seed: 3 }, task.d);
    const [first, last] = trainStudent(kernels, data, start, { rate: 0.1, checkpoints: [0, 3000] });
    expect(first).toMatchObject({ step: 0, hamming: 0, parameterDistance: 0 });
    expect(first.kernelDistance).toBeLessThan(1e-14);
    const { labels } = data.train;
    expect(first.trainLoss).toBeCloseTo(labels.reduce((sum, y) => sum + y * y, 0) / task.n, 12);
    expect(last.trainLoss).toBeLessThan(first.trainLoss / 100);
    expect(last.testLoss).toBeLessThan(first.testLoss);
    expect(last.kernelDistance).toBeGreaterThan(1e-3);
    expect(last.hamming).toBeGreaterThan(0);
    expect(last.parameterDistance).toBeGreaterThan(0.1);
    const wild = [...trainStudent(kernels, data, start, { rate: 1e4, checkpoints: [0, 100, 200, 300] })];
    expect(Number.isFinite(wild.at(-1)?.trainLoss)).toBe(false);
    expect(wild.length).toBeLessThan(4);
  });

  test("at large scale the kernel stays, at small scale it does not", () => {
    const data = studentTeacher(task);
    const end = (scale: number) => {
      const start = studentStart({ width: 20, scale, delta: 0, seed: 3 }, task.d);
      const [last] = trainStudent(kernels, data, start, { rate: 0.05 / scale ** 2, checkpoints: [4000] });
      return last.kernelDistance;
    };
    expect(end(2)).toBeLessThan(end(0.2) / 5);
  });

  test("refuses rates and checkpoints that make no sense", () => {
    const data = studentTeacher(task);
    const start = studentStart({ width: 2, scale: 1, delta: 0, seed: 3 }, task.d);
    const run = (training: { rate: number; checkpoints: number[] }) => [
      ...trainStudent(kernels, data, start, training),
    ];
    expect(() => run({ rate: -1, checkpoints: [1] })).toThrow("the learning rate is -1");
    expect(() => run({ rate: 1, checkpoints: [3, 2] })).toThrow("checkpoints[1] is 2 after 3");
    expect(() => run({ rate: 1, checkpoints: [0.5] })).toThrow("checkpoints[0] is 0.5");
    expect(figureOneB.rate(0.1)).toBeCloseTo(0.5, 15);
  });
});
