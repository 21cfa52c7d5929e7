// What the five parts start from: a fully connected ReLU network, its examples, and training in coordinates.
import { type Layer, type LowRankOptions, LowRankTraining, type Tf } from "@widthwise/linearize";
import type { Context } from "../../measuring/jobs/study.ts";
import { layerOf } from "../../networks/architecture.ts";
import { batchesOf } from "../../networks/batches.ts";
import { accuracyOf } from "../../networks/examples.ts";
import { type OpenTask, openTask } from "../../networks/open-task.ts";
import type { Task } from "../../networks/task.ts";
import type { LowRankJob } from "./jobs.ts";

export type Tensor = ReturnType<Tf["tensor"]>;

export interface SetUp extends OpenTask {
  readonly job: LowRankJob;
  readonly seed: number;
  readonly layer: Layer;
}

/** The same examples, start and order of examples for everything that is done in a round. */
export function setUp(tf: Tf, job: LowRankJob, context: Context): SetUp {
  const seed = context.seedOf("low-rank", "round" in job ? job.round : 0);
  const { cell, dataset, unseen, depth } = job;
  const task: Task = {
    ...{
      name: dataset,
      data: { kind: "whole-images", dataset },
      n: cell.n,
      unseen,
      width: cell.width,
      depth,
    },
    ...{ activation: "relu", parametrisation: "standard", loss: "cross-entropy" },
  };
  const open = openTask(tf, task, seed, context);
  return { ...open, job, seed, layer: layerOf(task, open.shape) };
}

/** In the memory of the job where the options have none. */
export function startLowRank(
  { network, start, loss, train, job }: SetUp,
  reference: Tensor,
  rate: number,
  options: Pick<LowRankOptions, "rank" | "by" | "memory" | "refreshEvery" | "refreshAbove">,
): Promise<LowRankTraining> {
  const { momentum, memory } = job;
  return LowRankTraining.start(network, start, train.inputs, train.targets, {
    loss,
    optimiser: { kind: "momentum", rate, momentum },
    reference,
    memory,
    ...options,
  });
}

/** Indices of every batch of an epoch, whole ones only: tensors to be disposed of. */
export const epochOf = ({ tf, seed, train, job: { batch } }: SetUp, epoch: number) =>
  batchesOf(train.count, epoch, { batch, seed }).map((indices) => tf.tensor1d(indices, "int32"));

/** Steps of one epoch. */
export const stepsPerEpoch = ({ train, job: { batch } }: SetUp) =>
  Math.max(1, Math.floor(train.count / batch));

/** Indices of the first batch alone. */
export function firstBatch(set: SetUp) {
  const [indices, ...rest] = epochOf(set, 0);
  set.tf.dispose(rest);
  return indices;
}

/** Steps in coordinates through a whole epoch. */
export async function trainEpoch(set: SetUp, training: LowRankTraining, epoch: number): Promise<void> {
  const batches = epochOf(set, epoch);
  for (const indices of batches) await training.step(indices);
  set.tf.dispose(batches);
}

/** Accuracy of outputs [count, C], which are disposed of. */
export async function scored(outputs: Tensor, classes: Uint8Array): Promise<number> {
  const values = (await outputs.data()) as Float32Array;
  outputs.dispose();
  return accuracyOf(values, classes);
}
