// A thousand steps leave no tensor behind.
import { expect } from "vitest";
import { IterativeLinearisation, LowRankTraining, losses, mlp, type Tf } from "../src/index.ts";
import type { Case } from "./cases.ts";
import { made, numbers } from "./made.ts";

const tiny: Pick<Case, "layer" | "shape"> = {
  layer: mlp({ inputs: 3, width: 4, depth: 2, outputs: 2, activation: "tanh" }),
  shape: [3],
};

/** A thousand steps of linearised and of low-rank training in turn, renewals included, leave as many tensors as the first. */
export async function thousandStepsKeepNoTensor(tf: Tf): Promise<void> {
  const { network, parameters, inputs } = made(tf, tiny as Case);
  const targets = tf.tensor2d(Float32Array.from(numbers(6, 4)), [3, 2]);
  const some = tf.tensor1d([2, 0], "int32");
  const before = tf.memory().numTensors;
  const options = {
    loss: losses.square,
    optimiser: { kind: "momentum", rate: 0.01, momentum: 0.9 },
  } as const;
  const linearised = new IterativeLinearisation(network, parameters, { ...options, every: 7 });
  const lowRank = await LowRankTraining.start(network, parameters, inputs, targets, {
    ...options,
    reference: inputs,
    rank: 4,
    refreshEvery: 60,
    refreshAbove: { drift: 10, look: 50 },
  });
  let alive = 0;
  // steps before the first count, so that optimisers have their state
  for (let step = -2; step < 1000; step++) {
    if (step === 0) alive = tf.memory().numTensors;
    if (step % 2 === 0) linearised.step(inputs, targets);
    else await lowRank.step(step % 4 === 1 ? some : undefined);
  }
  expect(lowRank.refreshes).toBe(8);
  expect(tf.memory().numTensors).toBe(alive);
  for (const training of [linearised, lowRank]) training.dispose();
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([targets, some, inputs, ...parameters]);
}
