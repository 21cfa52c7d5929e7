// How lazy a network is before training, how far training moves it, and what its linearisation learns beside it.
import { kernelDistance } from "@widthwise/core";
import {
  directionalLaziness,
  IterativeLinearisation,
  jacobianChange,
  parameterChange,
  parameterCount,
  spectralLaziness,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { gradientCheck } from "../../networks/checks/gradient.ts";
import { accuracyOf } from "../../networks/examples.ts";
import { type OpenTask, openTask } from "../../networks/open-task.ts";
import { stableRate } from "../../networks/stable-rate.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import type { LazinessJob } from "./jobs.ts";

/** Steps between looks at the loss. */
const LOOK = 10;

/** The ratios of one network at its start, then how far training moves it, and the same training of its linearisation. */
export async function runLaziness(job: LazinessJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, job.backends, async (tf) => [await measure(tf, job, context)]);
}

async function measure(tf: Tf, job: LazinessJob, context: Context): Promise<Outcome> {
  // the same examples for every network of a round
  const seed = context.seedOf("laziness", job.round);
  const task = openTask(tf, job.task, seed, context);
  const { network, start, shape } = task;
  const weights = network.parameters.map(({ rate }) => rate);
  const inputs = tf.slice(task.train.inputs, 0, job.references);
  const before = await tangentKernel(network, { parameters: start, inputs }, undefined, { weights });
  const rate = stableRate(before, job.references);
  const common = { task, rate, momentum: job.momentum };
  const trained = await train({ ...common, every: 1, mostSteps: job.mostSteps, target: job.target });
  const linear = await train({ ...common, every: Infinity, mostSteps: trained.steps, target: 0 });
  const { parameters } = trained;
  const after = await tangentKernel(network, { parameters, inputs }, undefined, { weights });
  const measures = {
    parameters: parameterCount(network),
    ...(await ratios(task, job)),
    jacobianChange: await jacobianChange(network, { parameters: start, inputs }, parameters),
    kernelDistance: kernelDistance(before, after),
    parameterDistance: await parameterChange(tf, parameters, start),
    steps: trained.steps,
    trainLoss: trained.loss,
    testAccuracy: accuracyOf(trained.outputs, task.unseen.classes),
    linearTrainLoss: linear.loss,
    linearTestAccuracy: accuracyOf(linear.outputs, task.unseen.classes),
    linearisationError: apart(trained.outputs, linear.outputs) / apart(linear.outputs),
  };
  const check = await gradientCheck(network, start, inputs, before, weights);
  return { d: shape.d, check, measures };
}

/**
 * Both estimators of κ = ‖∇²f‖/‖∇f‖² for the output of the right class at a few examples. Outputs start from zero and
 * targets are one-hot, so what is to be learnt has size one and the ratio needs no other scale.
 */
async function ratios(
  { tf, network, start: parameters, train: { inputs, classes } }: OpenTask,
  { probes, powerSteps }: LazinessJob,
) {
  const spectral: number[] = [];
  const directional: number[] = [];
  for (let i = 0; i < probes; i++) {
    const place = { parameters, input: tf.slice(inputs, i, 1), output: classes[i] };
    spectral.push(await spectralLaziness(network, place, { steps: powerSteps, seed: i + 1 }));
    directional.push(await directionalLaziness(network, place));
  }
  return { spectral, directional };
}

interface Training {
  readonly task: OpenTask;
  readonly rate: number;
  readonly momentum: number;
  /** 1 trains the network, Infinity its linearisation */
  readonly every: number;
  readonly mostSteps: number;
  readonly target: number;
}

/**
 * Descent with momentum on ½‖f − f₀ − y‖², all examples in every step. The outputs of the start are taken away, so that all
 * networks begin with the function zero (Chizat, Oyallon & Bach 2019): a random f₀ would be noise that lazy training keeps.
 */
async function train({ task, rate, momentum, every, mostSteps, target }: Training) {
  const { tf, network, start, loss: squares, train: seen, unseen } = task;
  const [first, firstUnseen] = [seen, unseen].map(({ inputs }) => network.forward(start, inputs));
  const targets = tf.add(first, seen.targets) as typeof first;
  const training = new IterativeLinearisation(network, start, {
    loss: squares,
    optimiser: { kind: "momentum", rate, momentum },
    every,
  });
  const lossNow = async () => {
    const value = tf.tidy(() =>
      squares.value(tf, training.model.forward(training.parameters, seen.inputs), targets),
    );
    const [loss] = await value.data();
    value.dispose();
    return loss;
  };
  const whole = await lossNow();
  let loss = whole;
  while (training.steps < mostSteps && loss > target * whole) {
    training.step(seen.inputs, targets);
    if (training.steps % LOOK === 0 || training.steps === mostSteps) loss = await lossNow();
  }
  if (!Number.isFinite(loss))
    throw new Error(`training ${every === 1 ? "" : "of the linearisation "}diverged`);
  const difference = tf.tidy(() =>
    tf.sub(training.model.forward(training.parameters, unseen.inputs), firstUnseen),
  );
  const outputs = (await difference.data()) as Float32Array;
  const parameters = training.parameters.map((tensor) => tf.clone(tensor));
  const { steps } = training;
  training.dispose();
  // as a share of the loss before the first step
  return { steps, loss: loss / whole, outputs, parameters };
}

/** ‖a − b‖, b zero where it is left out. */
function apart(a: Float32Array, b?: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] - (b?.[k] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
