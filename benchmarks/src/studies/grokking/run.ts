// A one-layer transformer that learns modular arithmetic, its gradient held against differences of the loss.
import {
  type GrokkingRun,
  grok,
  type Look,
  ModularTransformer,
  modularPairs,
  transformerStart,
} from "@widthwise/dynamics";
import type { Kernels } from "@widthwise/kernels";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { slopeCheck } from "../../networks/checks/slope.ts";
import { openKernels } from "../../networks/kernels.ts";
import type { GrokkingJob } from "./jobs.ts";

export async function runGrokking(job: GrokkingJob, context: Context): Promise<Outcome[]> {
  const kernels = await openKernels(context);
  const run = runOf(job);
  const looks: Look[] = [...grok(kernels, run)];
  const knownAt = looks.find(({ unseenAccuracy }) => unseenAccuracy >= job.target)?.step ?? null;
  const fittedAt = looks.find(({ trainAccuracy }) => trainAccuracy >= job.target)?.step ?? null;
  // a run that blew up ends its lists before
  const sound = looks.filter((look) => Object.values(look).every(Number.isFinite));
  const listed = (key: keyof Look) => sound.map((look) => look[key]);
  return [
    {
      measures: {
        knownAt,
        fittedAt,
        steps: listed("step"),
        trainAccuracy: listed("trainAccuracy"),
        unseenAccuracy: listed("unseenAccuracy"),
        unseenLoss: listed("unseenLoss"),
      },
      check: gradientCheck(kernels, run),
    },
  ];
}

function runOf({ cell, heads, ...training }: GrokkingJob): GrokkingRun {
  const { tau, alpha, seed, operation, share, decay } = cell.params;
  return {
    ...training,
    decay,
    task: { prime: cell.n, operation, share, seed },
    shape: { width: cell.d, heads },
    scales: { tau, alpha },
  };
}

function gradientCheck(kernels: Kernels, { task, shape, scales, batch }: GrokkingRun) {
  const { train } = modularPairs(task);
  const rows = Math.min(batch, train.x.length);
  const some = {
    x: train.x.slice(0, rows),
    y: train.y.slice(0, rows),
    label: train.label.slice(0, rows),
  };
  const full = { ...shape, prime: task.prime, rows };
  const parameters = transformerStart(full, scales.alpha, task.seed);
  const network = new ModularTransformer(kernels, full, parameters, scales.tau);
  try {
    network.pull(some);
    return slopeCheck([network.parameters], [network.gradient], () => network.evaluate(some).loss);
  } finally {
    network.dispose();
  }
}
