// Training until the unseen pairs are known: Kunin et al., arXiv 2406.06158, Figs 6(d) and 12, with the overall scale τ of
// Kumar et al., arXiv 2310.06110: logits times τ and rates over τ².
import { permutation } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { AdamW } from "./adamw.ts";
import { checkCount, checkPositive } from "./check.ts";
import { type ModularTask, modularPairs, type Pairs } from "./modular-arithmetic.ts";
import { ModularTransformer } from "./modular-transformer.ts";
import { type TransformerShape, transformerStart } from "./transformer-parameters.ts";

const modularEpochsStream = 76;

/** The two scales of the starting network that decide how soon it groks. */
interface TransformerScales {
  /** what embeddings of tokens and places are divided by at the start */
  readonly alpha: number;
  /** what logits are multiplied by, always */
  readonly tau: number;
}

/** A training run as plain data. */
export interface GrokkingRun {
  readonly task: ModularTask;
  readonly shape: Omit<TransformerShape, "prime" | "rows">;
  readonly scales: TransformerScales;
  readonly batch: number;
  /** of AdamW at τ = 1, after a linear warm-up over ten steps from a tenth */
  readonly rate: number;
  readonly decay: number;
  /** steps between two looks at the unseen pairs */
  readonly every: number;
  readonly mostSteps: number;
  /** of unseen pairs answered rightly, at which it ends */
  readonly target: number;
}

/** How training stands at a step. */
export interface Look {
  readonly step: number;
  /** mean cross-entropy over the batches since the last look */
  readonly trainLoss: number;
  /** mean cross-entropy and share of right answers over all unseen pairs */
  readonly unseenLoss: number;
  /** share of right answers over the batches since the last look */
  readonly trainAccuracy: number;
  readonly unseenAccuracy: number;
}

const WARM_UP = 9;

/**
 * Trains and yields a look every so many steps; ends with the one that reaches the target or whose loss is not finite, or at
 * the last step. 3·batch·(10d² + d·p) multiply-adds per step. RangeError for a run that does not fit.
 *
 * @example
 * for (const { step, unseenAccuracy } of grok(kernels, run)) console.log(step, unseenAccuracy);
 */
export function* grok(kernels: Kernels, run: GrokkingRun): Generator<Look> {
  const { task, scales, batch, every, mostSteps } = run;
  for (const [name, value] of Object.entries({ batch, every, mostSteps })) checkCount(name, value);
  for (const [name, value] of Object.entries({ ...scales, rate: run.rate })) checkPositive(name, value);
  const { train, unseen } = modularPairs(task);
  const n = train.x.length;
  const shape = { ...run.shape, prime: task.prime, rows: Math.min(batch, n) };
  const start = transformerStart(shape, scales.alpha, task.seed);
  const network = new ModularTransformer(kernels, shape, start, scales.tau);
  const optimiser = new AdamW(start.length, { beta2: 0.98, decay: run.decay });
  const perEpoch = Math.ceil(n / shape.rows);
  const key = { seed: task.seed, stream: modularEpochsStream };
  let order: Int32Array = new Int32Array(0);
  let [loss, accuracy] = [0, 0];
  try {
    for (let step = 0; step < mostSteps; ) {
      const part = step % perEpoch;
      if (part === 0) order = permutation(n, key, (step / perEpoch) * n);
      const found = network.pull(pick(train, order.subarray(part * shape.rows, (part + 1) * shape.rows)));
      const warmth = Math.min(1, 0.1 + (0.9 * step) / WARM_UP);
      optimiser.step(network.parameters, network.gradient, (warmth * run.rate) / scales.tau ** 2);
      loss += found.loss / every;
      accuracy += found.accuracy / every;
      step++;
      if (step % every !== 0 && step !== mostSteps) continue;
      const test = network.evaluate(unseen);
      yield {
        step,
        trainLoss: loss,
        trainAccuracy: accuracy,
        unseenLoss: test.loss,
        unseenAccuracy: test.accuracy,
      };
      [loss, accuracy] = [0, 0];
      if (test.accuracy >= run.target || !Number.isFinite(test.loss)) return;
    }
  } finally {
    network.dispose();
  }
}

function pick({ x, y, label }: Pairs, indices: Int32Array): Pairs {
  return { x: indices.map((i) => x[i]), y: indices.map((i) => y[i]), label: indices.map((i) => label[i]) };
}
