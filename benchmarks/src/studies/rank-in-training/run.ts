// Ordinary training with cross-entropy, momentum and minibatches: effective ranks on the way, those of layers at both ends.
import { kernelDistance } from "@widthwise/core";
import {
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
import { contracted, ranksOf, trace } from "./ranks.ts";

/** The network, and each of its weights. */
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
  const lookAt = async (kernel: Float64Array) => {
    const { parameters, steps } = training;
    const residuals = tf.tidy(() => {
      const targets = tf.slice(train.targets, 0, references);
      return loss.gradient(tf, network.forward(parameters, inputs), targets).dataSync();
    });
    const seen = await scoreOn(network, parameters, train, task);
    const test = await scoreOn(network, parameters, unseen, task);
    if (!Number.isFinite(seen.loss)) throw new Error(`training diverged before step ${steps}`);
    return {
      step: steps,
      trainLoss: seen.loss,
      testAccuracy: test.accuracy,
      kernelDistance: kernelDistance(first, kernel),
      // of ∇f_c(x) for all reference examples and outputs
      ...prefixed("feature", ranksOf(kernel)),
      // of ∇ℓ(x) for all reference examples
      ...prefixed("gradient", ranksOf(contracted(kernel, residuals, references))),
    };
  };
  const looks = [await lookAt(first)];
  const batches = endlessBatches(train.count, { batch: job.batch, seed });
  let last = first;
  for (let step = 1, next = job.lookFactor; step <= job.mostSteps; step++) {
    stepOn(tf, training, train, batches.next().value);
    if (step !== next && step !== job.mostSteps) continue;
    last = await kernelAt(training.parameters);
    looks.push(await lookAt(last));
    while (next <= step) next *= job.lookFactor;
  }
  const outputs = Math.sqrt(first.length) / references;
  const sizes = job.references.map((r) => r * outputs);
  const [early, late] = [first, last].map((kernel) => rankGrowth(kernel, sizes));
  const whole: Outcome = {
    d: shape.d,
    check,
    params: { part: "network" },
    measures: {
      parameters: parameterCount(network),
      columns: Math.sqrt(first.length),
      ...listsOf(looks),
      growthStart: early.exponent,
      growthEnd: late.exponent,
      saturationStart: [...early.ranks],
      saturationEnd: [...late.ranks],
    },
  };
  const layers: Outcome[] = [];
  for (const [layer, { name, shape: own }] of network.parameters.entries()) {
    // biases and gains are few
    if (own.length < 2) continue;
    const alone = rates.map((rate, k) => (k === layer ? rate : 0));
    const before = await kernelAt(start, alone);
    const after = await kernelAt(training.parameters, alone);
    layers.push({
      d: shape.d,
      params: { part: "layer", layer, name },
      measures: {
        shareStart: trace(before) / trace(first),
        shareEnd: trace(after) / trace(last),
        ...prefixed("start", ranksOf(before)),
        ...prefixed("end", ranksOf(after)),
      },
    });
  }
  training.dispose();
  return [whole, ...layers];
}
