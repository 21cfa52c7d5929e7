// A deep network that learns the random hierarchy model, its gradient held against differences of the loss.
import {
  type HierarchyRun,
  hierarchyClassifier,
  learnHierarchy,
  oneHot,
  randomHierarchy,
} from "@widthwise/dynamics";
import type { Kernels } from "@widthwise/kernels";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { slopeCheck } from "../../networks/checks/slope.ts";
import { openKernels } from "../../networks/kernels.ts";
import type { HierarchyJob } from "./jobs.ts";

export async function runHierarchy(job: HierarchyJob, context: Context): Promise<Outcome[]> {
  const run = runOf(job);
  const kernels = await openKernels(context);
  const { testError, trainLoss, fittedAt, fittedError } = learnHierarchy(kernels, run);
  return [
    {
      measures: { testError, trainLoss, fittedAt, fittedError },
      check: gradientCheck(kernels, run),
    },
  ];
}

function runOf({ cell, symbols, classes, synonyms, levels, ...rest }: HierarchyJob): HierarchyRun {
  const { alpha, seed } = cell.params;
  const hierarchy = { symbols, classes, synonyms, levels, seed };
  return { ...rest, hierarchy, samples: cell.n, width: cell.width, alpha };
}

function gradientCheck(kernels: Kernels, run: HierarchyRun) {
  const data = randomHierarchy(run.hierarchy);
  const write = oneHot(data, run.hierarchy.symbols);
  const examples = Int32Array.from({ length: run.batch }, (_, k) => (k * 7919) % data.count);
  const labels = examples.map((input) => data.classOf(input));
  const network = hierarchyClassifier(kernels, run, data);
  try {
    const gradients: Float32Array[] = [];
    const loss = () =>
      network.pull(examples, labels, write, (l, gradient) => {
        gradients[l] ??= gradient.slice();
      });
    loss();
    return slopeCheck(network.weights, gradients, loss);
  } finally {
    network.dispose();
  }
}
