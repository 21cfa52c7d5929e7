// One whole run of the student, timed, and its step beside that of a tensor library.
import { figureOneB, studentStart, studentTeacher, trainStudent } from "@widthwise/dynamics";
import { largest } from "@widthwise/measure";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { openFmaProbe } from "../../measuring/peaks.ts";
import { firstStepCheck } from "../../networks/checks/first-step.ts";
import { openKernels } from "../../networks/kernels.ts";
import { denseStep } from "./dense-step.ts";
import type { StudentCostJob } from "./jobs.ts";

/** Samples of a step; the first compiles. */
const SAMPLES = 5;

const PROBES = 20;

/** One whole run, data and measurements included, and a step beside that of a tensor library on the same core. */
export async function runStudentCost(job: StudentCostJob, context: Context): Promise<Outcome[]> {
  const { width, n, d } = job.cell;
  const { testCount, teacherWidth, scale, delta, checkpoints } = job;
  const kernels = await openKernels(context);
  const { tf } = await context.backend(job.rival);
  if (tf === undefined) throw new Skipped(`backend ${job.rival} is none of tfjs`);
  const seed = context.seedOf("student-cost", width);
  const rate = figureOneB.rate(scale);
  const probe = await openFmaProbe();
  const began = process.cpuUsage();
  const data = studentTeacher({ d, n, testCount, teacherWidth, seed, testSeed: seed });
  const start = studentStart({ width, scale, delta, seed }, d);
  for (const _ of trainStudent(kernels, data, start, { rate, checkpoints: [0, ...checkpoints] }));
  const used = process.cpuUsage(began);

  const many = Math.min(largest(checkpoints), 500);
  const student = kernels.student({ ...data.train, width });
  const dense = denseStep(tf, start, data, rate);
  // the first probes compile, and a probe of milliseconds may be cut by another process
  const peak = largest(Array.from({ length: PROBES }, probe));
  const stepNs = await leastNs(many, () => {
    student.set(start.a, start.w);
    student.descend(many, { a: rate, w: rate });
  });
  const rivalNs = await leastNs(many, async () => {
    for (let step = 0; step < many; step++) dense.run();
    await dense.weights();
  });
  student.dispose();
  dense.dispose();

  const [first] = trainStudent(kernels, data, start, { rate, checkpoints: [1] });
  return [
    {
      measures: {
        coreSeconds: (used.user + used.system) / 1e6,
        stepNs,
        rivalNs,
        ofPeak: (4 * n * d * width) / (stepNs / 1e9) / peak,
      },
      check: firstStepCheck(start, first.network, data, rate),
    },
  ];
}

/** Least ns of one of `many` steps over a few samples. */
async function leastNs(many: number, steps: () => void | Promise<void>): Promise<number> {
  let least = Infinity;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const from = performance.now();
    await steps();
    least = Math.min(least, performance.now() - from);
  }
  return (least / many) * 1e6;
}
