// Accuracy against seconds: backpropagation by SGD and Adam, the full linearisation, and algorithm 1, on one network.
import {
  coordinateInputs,
  GradientSubspace,
  IterativeLinearisation,
  parameterCount,
} from "@widthwise/linearize";
import type { Outcome } from "../../measuring/jobs/study.ts";
import { examplesAt } from "../../networks/batches.ts";
import { featureCheck } from "./feature-check.ts";
import type { RaceJob } from "./jobs.ts";
import { rateOf, referencesOf } from "./references.ts";
import { epochOf, type SetUp, scored, startLowRank, type Tensor } from "./set-up.ts";

/** One trainer, its preparation and its epochs on the clock, its scores beside it. */
interface Racer {
  readonly prepareNs: number;
  /** all batches of an epoch; returns when the device is done */
  epoch(batches: ReturnType<typeof epochOf>): Promise<void>;
  /** accuracy on unseen examples of what is trained */
  test(): Promise<number>;
  /** of the real network, where that is another */
  testWritten(): Promise<number>;
  dispose(): void;
  readonly measures: Record<string, number>;
  readonly check?: NonNullable<Outcome["check"]>;
}

export async function runRace(set: SetUp, job: RaceJob): Promise<Outcome> {
  const racer = job.cell.algorithm === "low-rank" ? await lowRank(set, job) : await network(set, job);
  const epochNs: number[] = [];
  const accuracy = [await racer.test()];
  for (let epoch = 0; epoch < job.epochs; epoch++) {
    const batches = epochOf(set, epoch);
    globalThis.gc?.();
    const start = performance.now();
    await racer.epoch(batches);
    epochNs.push((performance.now() - start) * 1e6);
    set.tf.dispose(batches);
    accuracy.push(await racer.test());
  }
  const measures = {
    parameters: parameterCount(set.network),
    prepareNs: racer.prepareNs,
    epochNs,
    accuracy,
    writtenAccuracy: await racer.testWritten(),
    ...racer.measures,
  };
  racer.dispose();
  return { measures, ...(racer.check ? { check: racer.check } : {}) };
}

async function lowRank(set: SetUp, { cell, references }: RaceJob): Promise<Racer> {
  const { tf, network, unseen } = set;
  const { rank, by } = cell.params;
  const reference = await referencesOf(set, "balanced", references);
  const rate = await rateOf(set, reference);
  globalThis.gc?.();
  const start = performance.now();
  const training = await startLowRank(set, reference, rate, { rank, by: by === "jvp" ? by : "kernel" });
  await training.coordinates.data();
  const prepareNs = (performance.now() - start) * 1e6;
  const features = await unseenFeatures(set, reference, rank);
  return {
    prepareNs,
    async epoch(batches) {
      for (const indices of batches) await training.step(indices);
      await training.coordinates.data();
    },
    test: () => scored(training.model.forward([training.coordinates], features), unseen.classes),
    async testWritten() {
      const written = training.parameters();
      const accuracy = await scored(network.forward(written, unseen.inputs), unseen.classes);
      tf.dispose(written);
      return accuracy;
    },
    dispose() {
      tf.dispose(features);
      training.dispose();
    },
    measures: { rank: training.subspace.rank, rate },
    check: await featureCheck(set, training),
  };
}

/** Features of unseen examples by kernel, whatever the training ones are made by: the same directions, found sooner. */
async function unseenFeatures({ tf, unseen, network, start, job }: SetUp, reference: Tensor, rank: number) {
  const { memory } = job;
  const subspace = await GradientSubspace.at(network, start, reference, { rank, memory });
  const [projected, outputs] = [subspace.project(unseen.inputs), subspace.outputs(unseen.inputs)];
  const features = coordinateInputs(tf, projected, outputs);
  tf.dispose([projected, outputs]);
  subspace.dispose();
  return features;
}

async function network(set: SetUp, { cell, references, adamRate, momentum }: RaceJob): Promise<Racer> {
  const { algorithm: trainer } = cell;
  const { tf, network, start, loss, train, unseen } = set;
  const reference = await referencesOf(set, "balanced", references);
  const rate = trainer === "backprop-adam" ? adamRate : await rateOf(set, reference);
  const training = new IterativeLinearisation(network, start, {
    loss,
    optimiser: trainer === "backprop-adam" ? { kind: "adam", rate } : { kind: "momentum", rate, momentum },
    every: trainer === "linearised-sgd" ? Infinity : 1,
  });
  const step = (indices: ReturnType<typeof epochOf>[number]) => {
    const examples = examplesAt(tf, train, indices);
    training.step(...examples);
    tf.dispose([...examples]);
  };
  return {
    prepareNs: 0,
    async epoch(batches) {
      for (const indices of batches) step(indices);
      await training.parameters[0].data();
    },
    test: () => scored(training.model.forward(training.parameters, unseen.inputs), unseen.classes),
    testWritten: () => scored(network.forward(training.parameters, unseen.inputs), unseen.classes),
    dispose: () => training.dispose(),
    measures: { rank: 0, rate },
  };
}
