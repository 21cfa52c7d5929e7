import { norm } from "@widthwise/core";
import {
  type Measurement,
  piecewiseVelocity,
  type ReluNetwork,
  studentStart,
  studentTeacher,
  trainStudent,
  unitRates,
} from "@widthwise/dynamics";
import { type Context, type Outcome, Skipped } from "../../run-study/study.ts";
import type { StudentJob } from "./jobs.ts";

/** Float32 products of a hundred terms, against float64. */
const STEP_AGREEMENT = 1e-5;

export async function runStudent(job: StudentJob, context: Context): Promise<Outcome[]> {
  const { task, width, scale, delta, rate, checkpoints } = job;
  const { kernels } = await context.backend("wasm");
  if (kernels === undefined) throw new Skipped("the wasm backend has no kernels");
  const data = studentTeacher(task);
  const start = studentStart({ width, scale, delta, seed: task.seed }, task.d);
  const found: Measurement[] = [];
  let difference = Number.NaN;
  for (const { network, ...measurement } of trainStudent(kernels, data, start, { rate, checkpoints })) {
    found.push(measurement);
    if (measurement.step !== 1) continue;
    const step = piecewiseVelocity({ ...start, leak: 0 }, data.train, unitRates);
    difference = relativeDifference(network, start, step, (2 * rate) / task.n);
  }
  const listed = (key: keyof Measurement) => found.map((measurement) => measurement[key]);
  return [
    {
      measures: {
        steps: listed("step"),
        trainLoss: listed("trainLoss"),
        testLoss: listed("testLoss"),
        kernelDistance: listed("kernelDistance"),
        hamming: listed("hamming"),
        parameterDistance: listed("parameterDistance"),
      },
      check: {
        what: "difference of the first step from the float64 gradient, over its length",
        value: difference,
        reference: 0,
        tolerance: STEP_AGREEMENT,
      },
    },
  ];
}

/** ‖(network − start) − factor·step‖/‖factor·step‖ */
function relativeDifference(
  network: ReluNetwork,
  start: ReluNetwork,
  step: ReluNetwork,
  factor: number,
): number {
  const parts = (["a", "w"] as const).map((key) => ({
    off: norm(network[key].map((value, i) => value - start[key][i] - factor * step[key][i])),
    size: factor * norm(step[key]),
  }));
  return Math.hypot(...parts.map(({ off }) => off)) / Math.hypot(...parts.map(({ size }) => size));
}
