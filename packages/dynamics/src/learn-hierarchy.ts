// Test error of a network on the random hierarchy model by the number of samples: Kunin et al., arXiv 2406.06158, Fig. 6(c).
import { permutation } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { checkCount, checkPositive } from "./check.ts";
import { type Hierarchy, type HierarchyData, randomHierarchy } from "./random-hierarchy.ts";
import { ReluClassifier, type Writer } from "./relu-classifier.ts";

const hierarchyExamplesStream = 71;
const hierarchyEpochsStream = 73;

/** A training run as plain data. */
export interface HierarchyRun {
  /** its seed also draws samples, weights and batches */
  readonly hierarchy: Hierarchy;
  /** inputs to train on, none twice */
  readonly samples: number;
  /** others to test on */
  readonly unseen: number;
  readonly alpha: number;
  readonly width: number;
  readonly hidden: number;
  readonly batch: number;
  readonly epochs: number;
  /** of the first epoch; then ½(1 + cos(πe/(⅘·epochs))) of it, which rises again in the last fifth, as in PyTorch */
  readonly rate: number;
  readonly momentum: number;
  /** ends after the first epoch whose mean loss is below 0.01, as the released code does by default */
  readonly untilFitted: boolean;
}

/** What a run came to. */
export interface HierarchyOutcome {
  /** share of wrong answers on unseen inputs at the end */
  readonly testError: number;
  /** mean loss over the last epoch */
  readonly trainLoss: number;
  /** first epoch whose mean loss is below 0.01; null: none */
  readonly fittedAt: number | null;
  /** test error then */
  readonly fittedError: number | null;
}

/** Writes the symbols of an input as a one-hot row [2^L·symbols]. O(2^L) per input. */
export function oneHot(data: HierarchyData, symbols: number): Writer {
  const found = new Uint8Array(data.d / symbols);
  return (input, row) => {
    data.symbols(input, found);
    for (let place = 0; place < found.length; place++) row[place * symbols + found[place]] = 1;
  };
}

/** The network of a run at its start; the caller disposes of it. RangeError for sizes that do not fit. */
export function hierarchyClassifier(
  kernels: Kernels,
  { hierarchy, alpha, width, hidden, batch }: HierarchyRun,
  { d }: HierarchyData,
): ReluClassifier {
  const { classes, seed } = hierarchy;
  return new ReluClassifier(kernels, { inputs: d, width, hidden, classes, rows: batch }, alpha, seed);
}

const FITTED = 0.01;
const COSINE_SHARE = 0.8;

/**
 * Trains on `samples` inputs and tests on others. 3·epochs·samples·(d·h + (hidden − 1)·h² + h·classes) multiply-adds, h the
 * width. RangeError for a run that does not fit, or asks for more inputs than the hierarchy has.
 */
export function learnHierarchy(kernels: Kernels, run: HierarchyRun): HierarchyOutcome {
  const { hierarchy, samples, unseen, batch, epochs, rate, momentum } = run;
  for (const [name, value] of Object.entries({ samples, unseen, batch, epochs })) checkCount(name, value);
  checkPositive("the learning rate", rate);
  const data = randomHierarchy(hierarchy);
  if (samples + unseen > data.count)
    throw new RangeError(
      `${samples} samples and ${unseen} unseen inputs, accepted are ${data.count} together`,
    );
  const { seed, symbols } = hierarchy;
  const order = permutation(data.count, { seed, stream: hierarchyExamplesStream });
  // unseen inputs from the end, so that they are the same for every number of samples
  const [train, test] = [order.slice(0, samples), order.slice(data.count - unseen)];
  const write = oneHot(data, symbols);
  const classesOf = (inputs: Int32Array) => inputs.map((input) => data.classOf(input));
  const testLabels = classesOf(test);
  const network = hierarchyClassifier(kernels, run, data);
  let trainLoss = Number.NaN;
  let fittedAt: number | null = null;
  let fittedError: number | null = null;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const cosine = (1 + Math.cos((Math.PI * epoch) / (COSINE_SHARE * epochs))) / 2;
      const shuffled = permutation(samples, { seed, stream: hierarchyEpochsStream }, epoch * samples);
      let sum = 0;
      for (let first = 0; first < samples; first += batch) {
        const inputs = shuffled.subarray(first, first + batch).map((i) => train[i]);
        sum += network.step(inputs, classesOf(inputs), write, rate * cosine, momentum);
      }
      trainLoss = sum / Math.ceil(samples / batch);
      if (fittedAt !== null || trainLoss >= FITTED) continue;
      fittedAt = epoch + 1;
      fittedError = network.error(test, testLabels, write);
      if (run.untilFitted) return { testError: fittedError, trainLoss, fittedAt, fittedError };
    }
    return { testError: network.error(test, testLabels, write), trainLoss, fittedAt, fittedError };
  } finally {
    network.dispose();
  }
}
