import { fillUniforms, streams } from "@widthwise/core";
import {
  evaluate,
  IterativeLinearisation,
  initialParameters,
  inner,
  kernelDistance,
  labelAlignment,
  losses,
  mlp,
  Network,
  parameterDistance,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import { type Context, type Outcome, Skipped } from "../../run-study/study.ts";
import type { PeriodJob } from "./jobs.ts";

/** Float32 roundings of two inner products, relative to the norms in them. */
const ADJOINT = 1e-4;

/** Trains for T steps with period K; test loss at about twenty step numbers on the way. */
export async function runPeriod(job: PeriodJob, context: Context): Promise<Outcome[]> {
  const { tf } = await context.backend(job.backend);
  if (tf === undefined) throw new Skipped(`backend ${job.backend} is none of tfjs, which this study needs`);
  const { n, d, width, steps, period, parametrisation } = job;
  // the same data and start for every period and rate
  const seed = context.seedOf("parity", job.round);
  const { inputs, targets } = parity(tf, job, seed);
  const [x, unseen] = tf.split(inputs, [n, job.unseen]);
  const [y, truth] = tf.split(targets, [n, job.unseen]) as (typeof targets)[];
  const network = new Network(
    tf,
    mlp({ inputs: d, width, depth: 2, outputs: 1, activation: "tanh", parametrisation }),
  );
  const start = initialParameters(network, seed);
  const training = new IterativeLinearisation(network, start, {
    loss: losses.square,
    optimiser: { kind: "sgd", rate: job.rate },
    every: period,
  });
  const lossOn = async (inputs: typeof x, targets: typeof y) =>
    (await evaluate(training.model, training.parameters, inputs, targets, losses.square)).loss;
  const looks = new Set([steps]);
  for (let k = 1; k < steps; k = Math.ceil(k * 1.4)) looks.add(k);
  const curve: { step: number; updates: number; loss: number }[] = [];
  for (let step = 1; step <= steps; step++) {
    training.step(x, y);
    if (!looks.has(step)) continue;
    curve.push({ step, updates: training.updates, loss: finite(await lossOn(unseen, truth)) });
  }
  const { parameters } = training;
  const before = await tangentKernel(network, { parameters: start, inputs: x });
  const after = await tangentKernel(network, { parameters, inputs: x });
  const labels = Float64Array.from(await y.data());
  const measures = {
    updates: training.updates,
    trainLoss: orNull(await lossOn(x, y)),
    testLoss: orNull(await lossOn(unseen, truth)),
    kernelDistance: orNull(kernelDistance(before, after)),
    alignmentBefore: orNull(labelAlignment(before, labels)),
    alignment: orNull(labelAlignment(after, labels)),
    parameterDistance: orNull(await parameterDistance(tf, parameters, start)),
    curveSteps: curve.map(({ step }) => step),
    curveUpdates: curve.map(({ updates }) => updates),
    curveLosses: curve.map(({ loss }) => loss),
  };
  const check = await adjointCheck(network, start, x, y);
  training.dispose();
  tf.dispose([inputs, targets, x, unseen, y, truth, start]);
  return [{ check, measures }];
}

/** A run that blew up has no loss. */
const orNull = (value: number) => (Number.isFinite(value) ? value : null);
/** In a list, the largest number stands for it. */
const finite = (value: number) => (Number.isFinite(value) ? value : Number.MAX_VALUE);

/** Signs [n + unseen, d] and the product of the first few [n + unseen, 1]: the least features known to the experimenter. */
function parity(tf: Tf, { n, unseen, d, relevant }: PeriodJob, seed: number) {
  const count = n + unseen;
  const uniforms = new Float64Array(count * d);
  fillUniforms({ seed, stream: streams.parity }, 0, uniforms);
  const signs = Float32Array.from(uniforms, (u) => (u < 0.5 ? -1 : 1));
  const products = Float32Array.from({ length: count }, (_, i) =>
    signs.subarray(i * d, i * d + relevant).reduce((product, sign) => product * sign, 1),
  );
  return { inputs: tf.tensor2d(signs, [count, d]), targets: tf.tensor2d(products, [count, 1]) };
}

type Arguments = Parameters<Network["vjp"]>;

/** ⟨J v, y⟩ = ⟨v, Jᵀ y⟩ along v = θ, between the forward pass and the backward pass that the training is made of. */
async function adjointCheck(
  network: Network,
  theta: Arguments[0],
  x: Arguments[1],
  y: ReturnType<Arguments[2]>,
) {
  const { tf } = network;
  const [value, reference, scale] = await tf
    .tidy(() => {
      const { tangent } = network.jvp(theta, x, theta);
      const { gradient } = network.vjp(theta, x, () => y);
      const forth = tf.sum(tf.mul(tangent, y));
      return tf.stack([forth, inner(tf, theta, gradient), tf.mul(tf.norm(tangent), tf.norm(y))]);
    })
    .data();
  return { what: "⟨J v, y⟩ against ⟨v, Jᵀ y⟩", value, reference, tolerance: ADJOINT * scale };
}
