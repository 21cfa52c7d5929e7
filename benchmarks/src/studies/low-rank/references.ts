// Which training examples are references: at random, balanced over classes, by k-means, or by leverage.
import {
  balancedReferences,
  kMeansReferences,
  leverageReferences,
  Network,
  randomReferences,
  tangentKernel,
} from "@widthwise/linearize";
import { stableRate } from "../../networks/stable-rate.ts";
import type { ReferenceKind } from "./params.ts";
import type { SetUp, Tensor } from "./set-up.ts";

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

/** Candidates for leverage: their kernel is of one output each, and small. */
const CANDIDATES = 500;

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
