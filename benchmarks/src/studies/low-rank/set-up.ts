// What the five parts start from: a fully connected ReLU network, its examples, a reference set.
import {
  balancedReferences,
  kMeansReferences,
  type Layer,
  LowRankTraining,
  leverageReferences,
  Network,
  randomReferences,
  type SubspaceOptions,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import type { Context } from "../../measuring/jobs/study.ts";
import { layerOf } from "../../networks/architecture.ts";
import { batchesOf } from "../../networks/batches.ts";
import { accuracyOf } from "../../networks/examples.ts";
import { type OpenTask, openTask } from "../../networks/open-task.ts";
import { stableRate } from "../../networks/stable-rate.ts";
import type { Task } from "../../networks/task.ts";
import type { LowRankJob } from "./jobs.ts";
import type { ReferenceKind } from "./params.ts";

export type Tensor = ReturnType<Tf["tensor"]>;
type Tensor2D = ReturnType<Tf["tensor2d"]>;

export interface SetUp extends OpenTask {
  readonly job: LowRankJob;
  readonly seed: number;
  readonly layer: Layer;
}

/** The same examples, start and order of examples for everything that is done in a round. */
export function setUp(tf: Tf, job: LowRankJob, context: Context): SetUp {
  const seed = context.seedOf("low-rank", job.round ?? 0);
  const { dataset, n, unseen, width, depth } = job;
  const task: Task = {
    ...{ name: dataset, data: { kind: "whole-images", dataset }, n, unseen },
    ...{ width, depth, activation: "relu", parametrisation: "standard", loss: "cross-entropy" },
  };
  const open = openTask(tf, task, seed, context);
  return { ...open, job, seed, layer: layerOf(task, open.shape) };
}

/** Candidates for leverage: their kernel is of one output each, and small. */
const CANDIDATES = 500;

/** Inputs [r, d] of r training examples. */
export async function referencesOf(set: SetUp, kind: ReferenceKind, r: number): Promise<Tensor> {
  const { tf, train } = set;
  const indices = await indicesOf(set, kind, r);
  return tf.tidy(() => tf.gather(train.inputs, tf.tensor1d(indices, "int32")));
}

async function indicesOf(set: SetUp, kind: ReferenceKind, r: number): Promise<Int32Array> {
  const { train, seed } = set;
  const { count, classes, inputs } = train;
  switch (kind) {
    case "random":
      return randomReferences(count, r, seed);
    case "balanced":
      return balancedReferences(classes, r, seed);
    case "k-means":
      return kMeansReferences(await inputs.data(), count, r, seed);
    case "leverage":
      return await byLeverage(set, r);
  }
}

/** By ridge leverage in the kernel of the mean output, the damping its mean eigenvalue. */
async function byLeverage({ tf, train, layer, start, seed }: SetUp, r: number): Promise<Int32Array> {
  const mean = new Network(tf, {
    parameters: layer.parameters,
    apply: (tape, parameters, x) => tape.mean(layer.apply(tape, parameters, x), 1),
  });
  const candidates = Math.min(CANDIDATES, train.count);
  const inputs = tf.slice(train.inputs, 0, candidates);
  const kernel = await tangentKernel(mean, { parameters: start, inputs });
  inputs.dispose();
  let trace = 0;
  for (let i = 0; i < candidates; i++) trace += kernel[i * (candidates + 1)];
  return leverageReferences(kernel, candidates, r, trace / candidates, seed);
}

/** η = |R|/λ_max of the reference kernel: the curvature of cross-entropy is at most half of the outputs'. */
export async function rateOf({ network, start }: SetUp, reference: Tensor): Promise<number> {
  return stableRate(
    await tangentKernel(network, { parameters: start, inputs: reference }),
    reference.shape[0],
  );
}

export function startLowRank(
  { network, start, loss, train, job }: SetUp,
  reference: Tensor,
  rate: number,
  options: Pick<SubspaceOptions, "rank" | "by"> & Partial<ConstructorOptions>,
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
type ConstructorOptions = Pick<
  Parameters<typeof LowRankTraining.start>[4],
  "refreshEvery" | "refreshAbove" | "probe"
>;

/** Steps of one epoch: whole batches only. */
export const stepsPerEpoch = ({ n, batch }: LowRankJob) => Math.max(1, Math.floor(n / batch));

/** Indices of every batch of an epoch, tensors to be disposed of. */
export const epochOf = ({ tf, seed, job: { n, batch } }: SetUp, epoch: number) =>
  batchesOf(n, epoch, { batch, seed }).map((indices) => tf.tensor1d(indices, "int32"));

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

/**
 * Features at one unseen example along a direction of ones, against the derivative of the network along it. The bound is
 * float32 rounding of sums over all parameters.
 */
export async function featureCheck({ tf, unseen, network, start }: SetUp, training: LowRankTraining) {
  const { subspace } = training;
  const direction = tf.ones([subspace.rank]);
  const along = subspace.combine(direction);
  const one = tf.slice(unseen.inputs, 0, 1);
  const pair = tf.tidy(() => {
    const features = subspace.project(one);
    const byFeatures = tf.matMul(features, tf.reshape(direction, [subspace.rank, 1]) as Tensor2D);
    const { tangent } = network.jvp(start, one, along);
    return tf.stack([
      tf.slice(tf.reshape(byFeatures, [byFeatures.size]), 0, 1),
      tf.slice(tf.reshape(tangent, [tangent.size]), 0, 1),
      tf.reshape(tf.norm(tangent), [1]),
    ]);
  });
  const [value, reference, size] = await pair.data();
  tf.dispose([direction, along, one, pair]);
  return { what: "features along a direction, against a JVP", value, reference, tolerance: 1e-2 * size };
}
