// Regression with the tangent kernel at initialisation: A. Jacot, F. Gabriel, C. Hongler, "Neural tangent kernel", NeurIPS
// 2018; the answer of reviewers' question whether training goes beyond it (papers.md B7.7).
import type { Backend } from "@widthwise/backends";
import type { Problem } from "@widthwise/core";
import { DualTrainer, type LinearModel } from "./dual.ts";
import { type LiveStart, startLive } from "./live.ts";
import { LiveFeatures } from "./live-features.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { checkInputs, forEachResponse, multiply } from "./responses.ts";
import { fillGram } from "./rules.ts";
import type { Trainer, TrainerOptions } from "./trainer.ts";

/**
 * The network linearised at its initial weights, of width m exactly: k(x, x_i) = ⟨x, x_i⟩·|S(x) ∩ S_i|/m with S(x) the neurons
 * that fire at x. Only live neurons enter.
 */
class TangentModel implements LinearModel {
  readonly counters;
  readonly neurons: number;
  readonly initial: Float64Array;
  readonly everywhere: boolean;
  readonly #backend: Backend;
  readonly #problem: Problem;
  readonly #start: LiveStart;
  readonly #overlaps: Float64Array;

  constructor(backend: Backend, problem: Problem, start: LiveStart) {
    const { n } = problem;
    this.counters = start.counters;
    this.neurons = start.state.count;
    this.initial = new Float64Array(n);
    start.state.outputs(this.initial);
    this.everywhere = problem.init === "antisymmetric";
    this.#backend = backend;
    this.#problem = problem;
    this.#start = start;
    this.#overlaps = new Float64Array(n * n);
    start.state.overlaps(this.#overlaps);
  }

  gram(out: Float64Array): void {
    const { n } = this.#problem;
    const all = Int32Array.from({ length: n }, (_, i) => i);
    fillGram(out, this.#start.kernel, { overlaps: this.#overlaps }, this.#problem, all);
    this.counters.macs += (n * (n + 1)) / 2;
    this.counters.bytesRead += 16 * n * n;
    this.counters.bytesWritten += 8 * n * n;
  }

  fired(): Float64Array {
    const { n } = this.#problem;
    return Float64Array.from({ length: n }, (_, i) => this.#overlaps[i * n + i]);
  }

  /** One product [live, d]·[d, count], halved by twins, and Σ_r |F_r| additions for each new input at which r fires. */
  async predict(alpha: Float64Array, inputs: Float64Array, count: number): Promise<Float64Array> {
    const { n, d, width, shift } = this.#problem;
    checkInputs(inputs, count, d);
    const { state, kernel } = this.#start;
    const features = new LiveFeatures(this.#problem, state, this.fired());
    const weights = new RecoveredWeights(this.#backend, this.#problem, kernel);
    const neurons = features.neurons(weights, features.output);
    const shape = { orientation: "nt", rows: count, inner: d, cols: n } as const;
    const similarity = await multiply(this.#backend, shape, inputs, this.#problem.inputs);
    const f = new Float64Array(count);
    await forEachResponse(this.#backend, neurons, d, inputs, count, (z, block, first, at, cols) => {
      for (let r = 0; r < block.size; r++) {
        const [from, end] = [features.start[first + r], features.start[first + r + 1] ?? 0];
        for (let j = 0; j < cols; j++) {
          const excess = z[r * cols + j] - shift;
          if (!(excess > 0)) continue;
          let sum = 0;
          for (let p = from; p < end; p++) {
            const i = features.input[p];
            sum += alpha[i] * similarity[(at + j) * n + i];
          }
          f[at + j] +=
            (block.output[r] * excess) / Math.sqrt(width) + ((features.twins[first + r] ?? 0) * sum) / width;
        }
      }
    });
    return f;
  }

  dispose(): void {
    this.#start.state.dispose();
  }
}

export async function tangentTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
): Promise<Trainer> {
  const model = new TangentModel(backend, problem, await startLive(backend, problem, options));
  return new DualTrainer(backend, problem, options, model);
}
