import { kernelDistance, symmetricEigenvalues } from "@widthwise/core";
import {
  effectiveRanks,
  IterativeLinearisation,
  type Parameters,
  parameterCount,
  rankGrowth,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import { listsOf } from "../../measuring/jobs/lists.ts";
import { prefixed } from "../../measuring/jobs/prefixed.ts";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { endlessBatches, stepOn } from "../../networks/batches.ts";
import { gradientCheck } from "../../networks/checks/gradient.ts";
import { scoreOn } from "../../networks/feature-measures.ts";
import { openTask } from "../../networks/open-task.ts";
import { stableRate } from "../../networks/stable-rate.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import type { RankJob } from "./jobs.ts";

/** Ordinary training with cross-entropy, momentum and minibatches; effective ranks on the way, layers' at both ends. */
export async function runRank(job: RankJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, job.backends, (tf) => measure(tf, job, context));
}

async function measure(tf: Tf, job: RankJob, context: Context): Promise<Outcome[]> {
  const seed = context.seedOf("rank", job.round);
  const task = openTask(tf, job.task, seed, context);
  const { network, start, loss, train, unseen, shape } = task;
  const rates = network.parameters.map(({ rate }) => rate);
  const references = job.references[job.references.length - 1];
  const inputs = tf.slice(train.inputs, 0, references);
  const kernelAt = (parameters: Parameters, weights: readonly number[] = rates) =>
    tangentKernel(network, { parameters, inputs }, undefined, { weights });

  const first = await kernelAt(start);
  const check = await gradientCheck(network, start, inputs, first, rates);
  const training = new IterativeLinearisation(network, start, {
    loss,
    optimiser: { kind: "momentum", rate: stableRate(first, references), momentum: job.momentum },
    every: 1,
  });
  const looks: Look[] = [];
  const look = async () => {
    const { parameters } = training;
    const kernel = training.steps === 0 ? first : await kernelAt(parameters);
    const residuals = tf.tidy(() => {
      const targets = tf.slice(train.targets, 0, references);
      return loss.gradient(tf, network.forward(parameters, inputs), targets).dataSync();
    });
    const seen = await scoreOn(network, parameters, train, task);
    const test = await scoreOn(network, parameters, unseen, task);
    if (!Number.isFinite(seen.loss)) throw new Error(`training diverged before step ${training.steps}`);
    looks.push({
      step: training.steps,
      trainLoss: seen.loss,
      testAccuracy: test.accuracy,
      kernelDistance: kernelDistance(first, kernel),
      features: ranksOf(kernel),
      gradients: ranksOf(contracted(kernel, residuals, references)),
    });
    return kernel;
  };
  await look();
  const batches = endlessBatches(train.count, { batch: job.batch, seed });
  let last = first;
  let next = job.lookFactor;
  for (let step = 1; step <= job.mostSteps; step++) {
    stepOn(tf, training, train, batches.next().value);
    if (step !== next && step !== job.mostSteps) continue;
    last = await look();
    while (next <= step) next *= job.lookFactor;
  }
  const saturation = [first, last].map((kernel) => {
    const outputs = Math.sqrt(kernel.length) / references;
    return rankGrowth(
      kernel,
      job.references.map((r) => r * outputs),
    );
  });
  const end = training.parameters.map((tensor) => tf.clone(tensor));
  training.dispose();
  const whole: Outcome = {
    d: shape.d,
    check,
    params: { part: "network" },
    measures: {
      parameters: parameterCount(network),
      columns: Math.sqrt(first.length),
      ...listsOf(looks.map(flat)),
      growthStart: saturation[0].exponent,
      growthEnd: saturation[1].exponent,
      saturationStart: [...saturation[0].ranks],
      saturationEnd: [...saturation[1].ranks],
    },
  };
  const layers: Outcome[] = [];
  for (const [k, { name, shape: sizes }] of network.parameters.entries()) {
    // biases and gains are few
    if (sizes.length < 2) continue;
    const alone = rates.map((rate, j) => (j === k ? rate : 0));
    const [before, after] = [await kernelAt(start, alone), await kernelAt(end, alone)];
    layers.push({
      d: shape.d,
      params: { part: "layer", layer: k, name },
      measures: {
        shareStart: trace(before) / trace(first),
        shareEnd: trace(after) / trace(last),
        ...prefixed("start", ranksOf(before)),
        ...prefixed("end", ranksOf(after)),
      },
    });
  }
  return [whole, ...layers];
}

type Ranks = ReturnType<typeof ranksOf>;

interface Look {
  readonly step: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
  readonly kernelDistance: number;
  /** of ∇f_c(x) for all reference examples and outputs */
  readonly features: Ranks;
  /** of ∇ℓ(x) for all reference examples */
  readonly gradients: Ranks;
}

/** The four definitions, flat. */
function ranksOf(kernel: Float64Array) {
  const { energy, stable, participation, numerical } = effectiveRanks(
    symmetricEigenvalues(kernel, Math.sqrt(kernel.length)).reverse(),
  );
  return {
    k90: energy["0.9"],
    k95: energy["0.95"],
    k99: energy["0.99"],
    k999: energy["0.999"],
    stable,
    participation,
    numerical,
  };
}

/** ⟨∇ℓ(x_i), ∇ℓ(x_j)⟩ [r, r] from the kernel [r·C, r·C] and ∂ℓ/∂f [r, C]. */
export function contracted(kernel: Float64Array, residuals: ArrayLike<number>, r: number): Float64Array {
  const size = Math.sqrt(kernel.length);
  const outputs = size / r;
  const inner = new Float64Array(r * r);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++)
      inner[Math.floor(a / outputs) * r + Math.floor(b / outputs)] +=
        residuals[a] * kernel[a * size + b] * residuals[b];
  return inner;
}

function trace(kernel: Float64Array): number {
  const size = Math.sqrt(kernel.length);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += kernel[i * (size + 1)];
  return sum;
}

/** Of one look, flat. */
const flat = ({ features, gradients, ...rest }: Look) => ({
  ...rest,
  ...prefixed("feature", features),
  ...prefixed("gradient", gradients),
});
