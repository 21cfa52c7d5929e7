// Regression with the tangent kernel at initialisation: A. Jacot, F. Gabriel, C. Hongler, "Neural tangent kernel",
// NeurIPS 2018. The rival that learns no features.
import type { Backend } from "@widthwise/backends";
import type { Problem } from "@widthwise/core";
import { KernelRegression, type LinearModel } from "./kernel-regression.ts";
import { type LiveStart, startLive } from "./live.ts";
import { LiveFeatures } from "./live-features.ts";
import { liveModel } from "./live-model.ts";
import type { TrainerOptions } from "./options.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { checkInputs, forEachResponse, multiply } from "./responses.ts";
import { fillGram } from "./rules.ts";
import type { Trainer } from "./trainer.ts";

/**
 * The network of width m linearised at its initial weights: k(x, x_i) = ⟨x, x_i⟩·|S(x) ∩ S_i|/m, with S(x) the neurons
 * that fire at x and S_i those that fire at x_i. Only live neurons enter.
 */
function tangentModel(
  backend: Backend,
  problem: Problem,
  { state, kernel, counters }: LiveStart,
): LinearModel {
  const { n, d, width, shift } = problem;
  const live = liveModel(problem, state, counters);
  return {
    ...live,

    gram(out) {
      const all = Int32Array.from({ length: n }, (_, i) => i);
      fillGram(out, kernel, live, problem, all);
      counters.macs += (n * (n + 1)) / 2;
      counters.bytesRead += 16 * n * n;
      counters.bytesWritten += 8 * n * n;
    },

    /**
     * One product [live, d]·[d, count], once for both twins, and |F_r| multiply-adds for each neuron r and new input at
     * which it fires.
     */
    async predict(alpha, inputs, count) {
      checkInputs(inputs, count, d);
      const features = new LiveFeatures(problem, state, live.fired());
      const weights = new RecoveredWeights(backend, problem, kernel);
      const neurons = features.neurons(weights, features.output);
      const shape = { orientation: "nt", rows: count, inner: d, cols: n } as const;
      const similarity = await multiply(backend, shape, inputs, problem.inputs);
      const f = new Float64Array(count);
      await forEachResponse(backend, neurons, d, inputs, count, (z, block, first, at, cols) => {
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
              (block.output[r] * excess) / Math.sqrt(width) +
              ((features.twins[first + r] ?? 0) * sum) / width;
          }
        }
      });
      return f;
    },
  };
}

/** Starts the algorithm `kernel`: draws the live neurons; its first step is the solve. */
export async function tangentTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
): Promise<Trainer> {
  const start = await startLive(backend, problem, options);
  return new KernelRegression(backend, problem, options, tangentModel(backend, problem, start));
}
