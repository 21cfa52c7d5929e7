// One step in coordinates and one of backpropagation on the same network: what grows with the parameters, and what does not.
import { IterativeLinearisation, parameterCount } from "@widthwise/linearize";
import { median } from "@widthwise/measure";
import type { Outcome } from "../../measuring/jobs/study.ts";
import { examplesAt } from "../../networks/batches.ts";
import { featureCheck } from "./feature-check.ts";
import type { StepJob } from "./jobs.ts";
import { rateOf, referencesOf } from "./references.ts";
import { firstBatch, type SetUp, startLowRank } from "./set-up.ts";

/** Samples of one step, after as many that are not counted. */
const SAMPLES = 9;
/** Steps in coordinates are short: so many make a sample. */
const REPEATS = 20;

export async function runStep(set: SetUp, job: StepJob): Promise<Outcome> {
  const { tf, network, start, loss, train } = set;
  const reference = await referencesOf(set, "balanced", job.references);
  const rate = await rateOf(set, reference);
  const indices = firstBatch(set);
  const prepared = performance.now();
  const training = await startLowRank(set, reference, rate, { rank: job.rank });
  await training.coordinates.data();
  const prepareNs = (performance.now() - prepared) * 1e6;
  const lowRankStepNs = await sampled(REPEATS, async () => {
    for (let k = 0; k < REPEATS; k++) await training.step(indices);
    await training.coordinates.data();
  });
  const check = await featureCheck(set, training);
  training.dispose();
  const backprop = new IterativeLinearisation(network, start, {
    loss,
    optimiser: { kind: "momentum", rate, momentum: job.momentum },
    every: 1,
  });
  const examples = examplesAt(tf, train, indices);
  const backpropStepNs = await sampled(1, async () => {
    backprop.step(...examples);
    // a bias: small to read, and there when the step is done
    await backprop.parameters[1].data();
  });
  backprop.dispose();
  const measures = { parameters: parameterCount(network), prepareNs, lowRankStepNs, backpropStepNs };
  return { check, measures };
}

/** Median nanoseconds of one of the `repeats` that a call does. */
async function sampled(repeats: number, work: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  for (let k = -SAMPLES; k < SAMPLES; k++) {
    const start = performance.now();
    await work();
    if (k >= 0) samples.push(((performance.now() - start) * 1e6) / repeats);
  }
  return median(samples);
}
