import { kernelDistance } from "@widthwise/core";
import {
  evaluate,
  losses,
  type Network,
  Optimiser,
  type Parameters,
  parameterChange,
  plus,
  shuffled,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import { mean } from "@widthwise/measure";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { gradientCheck } from "../../networks/checks/gradient.ts";
import { stableRate } from "../../networks/descent.ts";
import { makeTask, type Task } from "../../networks/tasks.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import type { FiltersJob } from "./jobs.ts";
import { networkOf, scaledStart, signsOf } from "./networks.ts";
import { roughness } from "./smoothness.ts";

export type Quantity =
  | "kernelDistance"
  | "hamming"
  | "parameterDistance"
  | "roughness"
  | "trainLoss"
  | "testAccuracy";

const loss = losses["cross-entropy"];

/** Trains one network and looks at it on the way. */
export async function runFilters(job: FiltersJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, job.backends, async (tf) => [await measure(tf, job, context)]);
}

async function measure(tf: Tf, job: FiltersJob, context: Context): Promise<Outcome> {
  // the same examples and start for every α
  const seed = context.seedOf("filters", job.seed);
  const task = makeTask(tf, job.dataset, { ...job, seed }, context);
  const net = networkOf(tf, job, task);
  const { network } = net;
  const start = scaledStart(network, job, seed);
  const probes = tf.slice(task.unseen.inputs, 0, job.probes);
  const kernelAt = (parameters: Parameters) => tangentKernel(network, { parameters, inputs: probes });
  const kernel = await kernelAt(start);
  const signs = await signsOf(net, start, probes);
  const rate = job.net.kind === "cnn" ? job.net.rate : job.net.share * stableRate(kernel, job.probes);
  const found: (Record<Quantity, number> & { readonly step: number })[] = [];
  for await (const { step, parameters } of descend(network, start, task, { ...job, rate, seed })) {
    const now = await signsOf(net, parameters, probes);
    const filters = roughness(await parameters[0].data(), parameters[0].shape);
    found.push({
      step,
      kernelDistance: kernelDistance(kernel, await kernelAt(parameters)),
      hamming: now.reduce((flipped, sign, k) => flipped + Number(sign !== signs[k]), 0) / signs.length,
      parameterDistance: await parameterChange(tf, parameters, start),
      roughness: mean(filters),
      ...(await scores(network, parameters, task)),
    });
  }
  const listed = (key: keyof (typeof found)[number]) => found.map((look) => look[key]);
  return {
    d: task.train.inputs.shape[1] as number,
    check: await gradientCheck(network, start, probes, kernel),
    measures: {
      rate,
      steps: listed("step"),
      kernelDistance: listed("kernelDistance"),
      hamming: listed("hamming"),
      parameterDistance: listed("parameterDistance"),
      roughness: listed("roughness"),
      trainLoss: listed("trainLoss"),
      testAccuracy: listed("testAccuracy"),
    },
  };
}

async function scores(network: Network, parameters: Parameters, { train, unseen }: Task) {
  const shown = await evaluate(network, parameters, train.inputs, train.targets, loss);
  const test = await evaluate(network, parameters, unseen.inputs, unseen.targets, loss);
  return { trainLoss: shown.loss, testAccuracy: test.accuracy };
}

interface Descent {
  readonly rate: number;
  readonly momentum: number;
  readonly batch: number;
  readonly looks: readonly number[];
  readonly seed: number;
}

/** Gradient descent with momentum in mini-batches; the parameters are the generator's until the next look. */
async function* descend(
  network: Network,
  start: Parameters,
  { train }: Task,
  { rate, momentum, batch, looks, seed }: Descent,
): AsyncGenerator<{ step: number; parameters: Parameters }> {
  const { tf } = network;
  const optimiser = new Optimiser(tf, { kind: "momentum", rate, momentum }, network.parameters);
  const perEpoch = Math.ceil(train.count / batch);
  let parameters: ReturnType<typeof plus> = start.map((tensor) => tf.clone(tensor));
  let order = new Int32Array(0);
  yield { step: 0, parameters };
  for (let step = 0; step < Math.max(...looks); step++) {
    const part = step % perEpoch;
    if (part === 0) order = Int32Array.from(shuffled(train.count, step / perEpoch, seed));
    const indices = order.subarray(part * batch, (part + 1) * batch);
    const gradient = tf.tidy(() => {
      const rows = tf.tensor1d(indices, "int32");
      const [x, y] = [tf.gather(train.inputs, rows), tf.gather(train.targets, rows)];
      const pulled = network.vjp(parameters, x, (f) => loss.gradient(tf, f, y as typeof f));
      return pulled.gradient;
    });
    const change = optimiser.change(gradient);
    const next = plus(tf, parameters, change);
    tf.dispose([gradient, change, parameters]);
    parameters = next;
    if (looks.includes(step + 1)) yield { step: step + 1, parameters };
  }
  optimiser.dispose();
}
