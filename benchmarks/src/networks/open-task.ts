import { fillNormals, fillUniforms } from "@widthwise/core";
import { balancedSubset, gather, type Split } from "@widthwise/data";
import { initialParameters, type Loss, losses, mlp, Network, type Tf } from "@widthwise/linearize";
import { type Context, Skipped } from "../measuring/jobs/study.ts";
import type { Task } from "./task-schema.ts";

const parityStream = 64;
const singleIndexStream = 65;

type Start = ReturnType<typeof initialParameters>;
type Inputs = Start[number];
type Targets = Parameters<Loss["value"]>[1];

export interface Examples {
  /** [count, d] */
  readonly inputs: Inputs;
  /** [count, C] */
  readonly targets: Targets;
}

/** A task on a device: what a training run starts from. */
export interface OpenTask {
  readonly tf: Tf;
  readonly network: Network;
  readonly loss: Loss;
  readonly start: Start;
  readonly train: Examples;
  readonly unseen: Examples;
  /** how many inputs, the first, the label depends on, where that is known */
  readonly relevant: number | undefined;
  dispose(): void;
}

/** Side of the pictures, and of one after the mean over 2 by 2 pixels. */
const [SIDE, HALF] = [28, 14];

/** The same seed gives the same examples and start, whatever is done with them. */
export async function openTask(
  task: Task,
  backend: string,
  seed: number,
  context: Context,
): Promise<OpenTask> {
  const { tf } = await context.backend(backend);
  if (tf === undefined) throw new Skipped(`backend ${backend} is none of tfjs, which this study needs`);
  const { inputs, labels, outputs } = examplesOf(task, seed, context);
  const count = task.n + task.unseen;
  const d = inputs.length / count;
  const { activation, width, depth, parametrisation } = task;
  const network = new Network(tf, mlp({ inputs: d, width, depth, outputs, activation, parametrisation }));
  const start = initialParameters(network, seed);
  const part = (first: number, size: number): Examples => ({
    inputs: tf.tensor2d(inputs.subarray(first * d, (first + size) * d), [size, d]),
    targets: tf.tensor2d(labels.subarray(first * outputs, (first + size) * outputs), [size, outputs]),
  });
  const train = part(0, task.n);
  const unseen = part(task.n, task.unseen);
  const { data } = task;
  return {
    tf,
    network,
    loss: losses[task.loss],
    start,
    train,
    unseen,
    relevant: data.kind === "signs" ? data.relevant : data.kind === "single-index" ? 1 : undefined,
    dispose: () => tf.dispose([start, train, unseen] as never),
  };
}

interface Made {
  /** [n + unseen, d], those to train on first */
  readonly inputs: Float32Array;
  /** [n + unseen, outputs] */
  readonly labels: Float32Array;
  readonly outputs: number;
}

function examplesOf({ data, n, unseen }: Task, seed: number, context: Context): Made {
  const count = n + unseen;
  if (data.kind === "images") {
    const { train, test } = context.dataset(data.dataset);
    if (test === undefined) throw new Skipped(`data set ${data.dataset} keeps no examples apart for a test`);
    const parts = [picked(train, n, data.labels, seed), picked(test, unseen, data.labels, seed)];
    return {
      inputs: joined(parts.map(({ inputs }) => inputs)),
      labels: joined(parts.map(({ labels }) => labels)),
      outputs: parts[0].outputs,
    };
  }
  const { d } = data;
  const draws = new Float64Array(count * d);
  if (data.kind === "signs") {
    fillUniforms({ seed, stream: parityStream }, 0, draws);
    for (let k = 0; k < draws.length; k++) draws[k] = draws[k] < 0.5 ? -1 : 1;
  } else fillNormals({ seed, stream: singleIndexStream }, 0, draws);
  const label = (x: Float64Array) =>
    data.kind === "signs"
      ? x.subarray(0, data.relevant).reduce((product, sign) => product * sign, 1)
      : hermite(data.degree, x[0]);
  const labels = Float32Array.from({ length: count }, (_, i) => label(draws.subarray(i * d, (i + 1) * d)));
  return { inputs: Float32Array.from(draws), labels, outputs: 1 };
}

/** Probabilists' Hermite polynomials over √degree!: mean 0 and variance 1 under N(0, 1). */
const hermite = (degree: 2 | 3, x: number) =>
  degree === 2 ? (x * x - 1) / Math.SQRT2 : (x ** 3 - 3 * x) / Math.sqrt(6);

function picked(split: Split, count: number, labels: "parity" | "one-hot", seed: number): Made {
  if (split.d !== SIDE ** 2)
    throw new Skipped(`pictures of ${split.d} numbers: ${SIDE} by ${SIDE} are needed`);
  const examples = gather(split, balancedSubset(split, count, seed), labels);
  const inputs = new Float32Array(count * HALF ** 2);
  for (let i = 0; i < count; i++) {
    const picture = examples.inputs.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2);
    // rows of the set have length 1: after this, entries have mean square about 1
    for (let row = 0; row < HALF; row++)
      for (let col = 0; col < HALF; col++) {
        const at = 2 * row * SIDE + 2 * col;
        const sum = picture[at] + picture[at + 1] + picture[at + SIDE] + picture[at + SIDE + 1];
        inputs[i * HALF ** 2 + row * HALF + col] = (SIDE * sum) / 4;
      }
  }
  return { inputs, labels: Float32Array.from(examples.labels), outputs: examples.outputs };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
