// Least squares in the second layer alone, on random features max(⟨w_r, x⟩ − b, 0)/√m: A. Rahimi, B. Recht, "Random
// features for large-scale kernel machines", NeurIPS 2007, and "Weighted sums of random kitchen sinks", NeurIPS 2008.
import type { Backend } from "@widthwise/backends";
import type { Problem } from "@widthwise/core";
import { KernelRegression, type LinearModel } from "./kernel-regression.ts";
import { type LiveStart, startLive } from "./live.ts";
import { LiveFeatures } from "./live-features.ts";
import { liveModel } from "./live-model.ts";
import type { TrainerOptions } from "./options.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { outputsAt } from "./responses.ts";
import type { Trainer } from "./trainer.ts";

/** k(x, x_i) = (1/m) Σ_r φ_r(x) φ_r(x_i) over the live neurons; one that fires at no training input keeps its a_r. */
function randomFeatures(
  backend: Backend,
  problem: Problem,
  { state, kernel, counters }: LiveStart,
): LinearModel {
  const { n, width } = problem;
  const live = liveModel(problem, state, counters);
  const features = new LiveFeatures(problem, state, live.fired());
  return {
    ...live,
    // z is held in float32: features of equal inputs differ by 2^-23 of z, a few times a feature, and pivots by the square
    leastPivot: 2 ** -40,

    /** Σ_r |F_r|²/2 multiply-adds. */
    gram(out) {
      const { count, start, input, excess, twins } = features;
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
      counters.macs += pairs;
      counters.bytesRead += 20 * pairs;
      counters.bytesWritten += 8 * pairs;
    },

    /** Second-layer weights a_r + (1/√m) Σ_i α_i φ_r(x_i), then one product [live, d]·[d, count], once for both twins. */
    predict(alpha, inputs, count) {
      const output = features.output.slice(0, features.count);
      for (let k = 0; k < features.count; k++)
        for (let p = features.start[k]; p < features.start[k + 1]; p++)
          output[k] += (features.twins[k] * alpha[features.input[p]] * features.excess[p]) / Math.sqrt(width);
      const weights = new RecoveredWeights(backend, problem, kernel);
      return outputsAt(backend, features.neurons(weights, output), problem, inputs, count);
    },
  };
}

/** Starts the algorithm `last-layer`: draws the live neurons; its first step is the solve. */
export async function lastLayerTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
): Promise<Trainer> {
  const start = await startLive(backend, problem, options);
  return new KernelRegression(backend, problem, options, randomFeatures(backend, problem, start));
}
