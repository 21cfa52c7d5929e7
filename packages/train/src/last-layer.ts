// Training the second layer alone on random features max(⟨w_r, x⟩ − b, 0)/√m: A. Rahimi, B. Recht, "Random features for
// large-scale kernel machines", NeurIPS 2007, and "Weighted sums of random kitchen sinks", 2008.
import type { Backend } from "@widthwise/backends";
import type { Problem } from "@widthwise/core";
import { DualTrainer, type LinearModel } from "./dual.ts";
import { type LiveStart, startLive } from "./live.ts";
import { LiveFeatures } from "./live-features.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { outputsAt } from "./responses.ts";
import type { Trainer, TrainerOptions } from "./trainer.ts";

/** k(x, x_i) = (1/m) Σ_r φ_r(x) φ_r(x_i). A neuron that is dead on the training inputs keeps its a_r. */
class RandomFeatures implements LinearModel {
  readonly counters;
  readonly neurons: number;
  readonly initial: Float64Array;
  readonly everywhere: boolean;
  /** z is held in float32: features of equal inputs differ by 2^-23 of z, a few of which make b */
  readonly leastPivot = 2 ** -40;
  readonly #backend: Backend;
  readonly #problem: Problem;
  readonly #start: LiveStart;
  readonly #fired: Float64Array;
  readonly #features: LiveFeatures;

  constructor(backend: Backend, problem: Problem, start: LiveStart) {
    const { n } = problem;
    const overlaps = new Float64Array(n * n);
    start.state.overlaps(overlaps);
    this.counters = start.counters;
    this.neurons = start.state.count;
    this.initial = new Float64Array(n);
    start.state.outputs(this.initial);
    this.everywhere = problem.init === "antisymmetric";
    this.#backend = backend;
    this.#problem = problem;
    this.#start = start;
    this.#fired = Float64Array.from({ length: n }, (_, i) => overlaps[i * n + i]);
    this.#features = new LiveFeatures(problem, start.state, this.#fired);
  }

  /** Σ_r |F_r|²/2 multiply-adds. */
  gram(out: Float64Array): void {
    const { n, width } = this.#problem;
    const { count, start, input, excess, twins } = this.#features;
    out.fill(0);
    let pairs = 0;
    for (let k = 0; k < count; k++) {
      for (let p = start[k]; p < start[k + 1]; p++) {
        const scaled = (twins[k] * excess[p]) / width;
        // inputs ascend along a row: only the lower triangle is met
        for (let q = start[k]; q <= p; q++) out[input[p] * n + input[q]] += scaled * excess[q];
      }
      const size = start[k + 1] - start[k];
      pairs += (size * (size + 1)) / 2;
    }
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j];
    this.counters.macs += pairs;
    this.counters.bytesRead += 20 * pairs;
    this.counters.bytesWritten += 8 * pairs;
  }

  fired(): Float64Array {
    return this.#fired;
  }

  /** a_r + (1/√m) Σ_i α_i φ_r(x_i), then one product [live, d]·[d, count], halved by twins. */
  predict(alpha: Float64Array, inputs: Float64Array, count: number): Promise<Float64Array> {
    const { width } = this.#problem;
    const features = this.#features;
    const output = features.output.slice(0, features.count);
    for (let k = 0; k < features.count; k++)
      for (let p = features.start[k]; p < features.start[k + 1]; p++)
        output[k] += (features.twins[k] * alpha[features.input[p]] * features.excess[p]) / Math.sqrt(width);
    const weights = new RecoveredWeights(this.#backend, this.#problem, this.#start.kernel);
    const neurons = features.neurons(weights, output);
    return outputsAt(this.#backend, neurons, this.#problem, inputs, count);
  }

  dispose(): void {
    this.#start.state.dispose();
  }
}

export async function lastLayerTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
): Promise<Trainer> {
  const model = new RandomFeatures(backend, problem, await startLive(backend, problem, options));
  return new DualTrainer(backend, problem, options, model);
}
