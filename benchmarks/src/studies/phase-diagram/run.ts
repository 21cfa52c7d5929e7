// A ReLU student of one scale and imbalance, measured on its way, its first step held against float64.
import { type Measurement, studentStart, studentTeacher, trainStudent } from "@widthwise/dynamics";
import { listsOf } from "../../measuring/jobs/lists.ts";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { firstStepCheck } from "../../networks/checks/first-step.ts";
import { openKernels } from "../../networks/kernels.ts";
import type { StudentJob } from "./jobs.ts";

export async function runStudent(
  { cell, task, rate, checkpoints }: StudentJob,
  context: Context,
): Promise<Outcome[]> {
  const { n, d, width } = cell;
  const { scale, delta, seed } = cell.params;
  const kernels = await openKernels(context);
  const data = studentTeacher({ ...task, n, d, seed });
  const start = studentStart({ width, scale, delta, seed }, d);
  const found: Measurement[] = [];
  let check: Outcome["check"];
  for (const { network, ...measurement } of trainStudent(kernels, data, start, { rate, checkpoints })) {
    found.push(measurement);
    if (measurement.step === 1) check = firstStepCheck(start, network, data, rate);
  }
  const { step: steps, ...lists } = listsOf(found);
  return [{ measures: { steps, ...lists }, check }];
}
