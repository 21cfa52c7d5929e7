import { type Measurement, studentStart, studentTeacher, trainStudent } from "@widthwise/dynamics";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { firstStepCheck } from "../../networks/checks/first-step.ts";
import type { StudentJob } from "./jobs.ts";

export async function runStudent(job: StudentJob, context: Context): Promise<Outcome[]> {
  const { task, width, scale, delta, rate, checkpoints } = job;
  const { kernels } = await context.backend("wasm");
  if (kernels === undefined) throw new Skipped("the wasm backend has no kernels");
  const data = studentTeacher(task);
  const start = studentStart({ width, scale, delta, seed: task.seed }, task.d);
  const found: Measurement[] = [];
  let check: Outcome["check"];
  for (const { network, ...measurement } of trainStudent(kernels, data, start, { rate, checkpoints })) {
    found.push(measurement);
    if (measurement.step === 1) check = firstStepCheck(start, network, data, rate);
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
      check,
    },
  ];
}
