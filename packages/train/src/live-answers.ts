// The neurons behind a live set, written out for new inputs.
import { initialWeights, type Problem } from "@widthwise/core";
import { ProblemError } from "./check-problem.ts";
import type { LiveState } from "./live-state.ts";
import type { RecoveredWeights } from "./recovered-weights.ts";
import type { Block } from "./responses.ts";

/**
 * The live neurons as they are now, and the last one if it has no twin and is dead: all that an antisymmetric network
 * answers with, since dead pairs cancel at every input.
 */
export async function* answeringNeurons(
  problem: Problem,
  state: LiveState,
  weights: RecoveredWeights,
): AsyncGenerator<Block> {
  requirePairs(problem);
  let last = -1;
  for (const { count, neuron, sign, z } of state.rows()) {
    yield { size: count, weights: await weights.weights(neuron, z), output: sign };
    last = neuron[count - 1];
  }
  yield* deadWithoutTwin(problem, last);
}

/** Throws ProblemError for a network whose dead neurons do not cancel. */
export function requirePairs({ init }: Problem): void {
  if (init !== "antisymmetric")
    throw new ProblemError(
      `init is ${init}: neurons that fire at no training input are not kept, and answer at new inputs unless they come in pairs that cancel; accepted for predictions is antisymmetric`,
    );
}

/**
 * The last neuron of an odd width, if `lastLive` is another: the first of its own draw of weights and of those that follow,
 * which nobody uses, that fires at no training input.
 */
export function* deadWithoutTwin(problem: Problem, lastLive: number): Generator<Block> {
  const { n, d, width, shift, inputs } = problem;
  if (width % 2 === 0 || lastLive === width - 1) return;
  const w = new Float64Array(d);
  const fires = () => {
    for (let i = 0; i < n; i++) {
      let z = 0;
      for (let k = 0; k < d; k++) z += w[k] * inputs[i * d + k];
      if (z > shift) return true;
    }
    return false;
  };
  let neuron = width - 1;
  do {
    initialWeights(problem, neuron, 1, w);
    neuron += 2;
  } while (fires());
  yield { size: 1, weights: w, output: Float64Array.of(1) };
}
