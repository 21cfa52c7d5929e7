// What a live network answers at new inputs: the neurons that can fire there, with their weights.
import { initialWeights, type LiveRows, type Problem } from "@widthwise/core";
import { ProblemError } from "./check-problem.ts";
import type { LiveState } from "./live-state.ts";
import type { RecoveredWeights } from "./recovered-weights.ts";
import type { Block } from "./responses.ts";

/**
 * The neurons that an antisymmetric network answers with: the live ones as they are now, and the last neuron of an odd
 * width if it is dead. The two members of a dead pair never move and cancel at every input. 2·n·d multiply-adds per
 * neuron.
 */
export async function* answeringNeurons(
  problem: Problem,
  state: LiveState,
  weights: RecoveredWeights,
): AsyncGenerator<Block> {
  requirePairs(problem);
  let last = -1;
  for (const rows of state.rows()) {
    yield* neuronsOf([rows], weights);
    last = rows.neuron[rows.count - 1];
  }
  yield* deadWithoutTwin(problem, last);
}

/** Neurons with their weights at the current z. */
export async function* neuronsOf(rows: Iterable<LiveRows>, weights: RecoveredWeights): AsyncGenerator<Block> {
  for (const { count, neuron, sign, z } of rows)
    yield { size: count, weights: await weights.weights(neuron, z), output: sign };
}

/** Throws ProblemError for a network whose dead neurons do not come in pairs that cancel. */
export function requirePairs({ init }: Problem): void {
  if (init !== "antisymmetric")
    throw new ProblemError(
      `init is ${init}: neurons that fire at no training input are not kept, and answer at new inputs unless they come in pairs that cancel; accepted for predictions is antisymmetric`,
    );
}

/**
 * The last neuron of an odd width, which has no twin to cancel it, where it is dead: `lastLive` is another. Where z was
 * sampled, the weights drawn for it may fire; then it takes the first draw for an index beyond the network that fires at
 * no training input, and so has the law of a dead neuron.
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
