// The random features of a live set: what its neurons compute at the training inputs, at initialisation.
import type { Problem } from "@widthwise/core";
import { deadWithoutTwin, requirePairs } from "./live-answers.ts";
import type { LiveState } from "./live-state.ts";
import type { RecoveredWeights } from "./recovered-weights.ts";
import type { Block } from "./responses.ts";

/**
 * Features max(z − b, 0) of the live neurons, twins taken together, as compressed rows: feature k holds the inputs at
 * which it fires, input[start[k]] … input[start[k+1]−1], and its value at each of them in `excess`.
 */
export class LiveFeatures {
  count = 0;
  /** the first neuron of the live set with these weights [count] */
  readonly row: Float64Array;
  /** how many neurons share the weights [count] */
  readonly twins: Uint8Array;
  /** Σ a_r over those neurons [count] */
  readonly output: Float64Array;
  readonly start: Float64Array;
  readonly input: Int32Array;
  readonly excess: Float64Array;
  readonly #problem: Problem;
  readonly #state: LiveState;

  /** `fired` [n] counts the live neurons that fire at each input. One pass over z. */
  constructor(problem: Problem, state: LiveState, fired: ArrayLike<number>) {
    const { n, shift, init } = problem;
    let pairs = 0;
    for (let i = 0; i < n; i++) pairs += fired[i];
    this.#problem = problem;
    this.#state = state;
    this.row = new Float64Array(state.count);
    this.twins = new Uint8Array(state.count);
    this.output = new Float64Array(state.count);
    this.start = new Float64Array(state.count + 1);
    this.input = new Int32Array(pairs);
    this.excess = new Float64Array(pairs);
    let slot = -1;
    let filled = 0;
    let first = 0;
    for (const { count, neuron, sign, z } of state.rows()) {
      for (let r = 0; r < count; r++) {
        const own = init === "antisymmetric" ? Math.floor(neuron[r] / 2) : neuron[r];
        if (own === slot) {
          this.twins[this.count - 1]++;
          this.output[this.count - 1] += sign[r];
          continue;
        }
        slot = own;
        this.row[this.count] = first + r;
        this.twins[this.count] = 1;
        this.output[this.count] = sign[r];
        for (let i = 0; i < n; i++) {
          const excess = z[r * n + i] - shift;
          if (!(excess > 0)) continue;
          this.input[filled] = i;
          this.excess[filled++] = excess;
        }
        this.start[++this.count] = filled;
      }
      first += count;
    }
  }

  /**
   * The features as neurons with the second-layer weights `output` [count], and last the dead neuron without a twin, if
   * there is one. 2·n·d multiply-adds per feature.
   */
  async *neurons(weights: RecoveredWeights, output: Float64Array): AsyncGenerator<Block> {
    const { n } = this.#problem;
    requirePairs(this.#problem);
    let first = 0;
    let feature = 0;
    let last = -1;
    for (const { count, neuron, z } of this.#state.rows()) {
      const from = feature;
      while (feature < this.count && this.row[feature] < first + count) feature++;
      const size = feature - from;
      const own = Array.from(this.row.subarray(from, feature), (row) => row - first);
      const rows = new Float64Array(size * n);
      own.forEach((r, k) => {
        rows.set(z.subarray(r * n, (r + 1) * n), k * n);
      });
      const indices = own.map((r) => neuron[r]);
      yield { size, weights: await weights.weights(indices, rows), output: output.slice(from, feature) };
      first += count;
      last = neuron[count - 1];
    }
    yield* deadWithoutTwin(this.#problem, last);
  }
}
