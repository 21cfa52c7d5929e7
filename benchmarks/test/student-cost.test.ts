// The rival of the student's step takes the same steps.
import { openBackend } from "@widthwise/backends";
import { figureOneB, studentStart, studentTeacher, trainStudent } from "@widthwise/dynamics";
import { loadKernels } from "@widthwise/kernels";
import { expect, test } from "vitest";
import { denseStep } from "../src/studies/student-cost/dense-step.ts";

test("the tensor library that is timed takes the same steps", async () => {
  const task = { d: 12, n: 60, testCount: 10, teacherWidth: 3, seed: 1, testSeed: 2 };
  const data = studentTeacher(task);
  const start = studentStart({ width: 8, scale: 0.3, delta: 0.5, seed: 1 }, task.d);
  const rate = figureOneB.rate(0.3);
  const steps = 50;
  const kernels = await loadKernels();
  const [{ network }] = trainStudent(kernels, data, start, { rate, checkpoints: [steps] });
  const opened = await openBackend("tfjs-cpu");
  if (!("backend" in opened) || opened.backend.tf === undefined) throw new Error("tfjs-cpu is everywhere");
  const dense = denseStep(opened.backend.tf, start, data, rate);
  for (let step = 0; step < steps; step++) dense.run();
  const w = await dense.weights();
  dense.dispose();
  const distance = (from: Float64Array) => Math.hypot(...w.map((value, i) => value - from[i]));
  // float32 weights against float64 ones, as a share of the way
  expect(distance(network.w)).toBeLessThan(1e-4 * distance(start.w));
});
