// What networks are trained on: pictures, sums modulo a prime, and the next character of a text.
import { fillUniforms } from "@widthwise/core";
import { balancedSubset, characters, gather, mobyDick, type Split, subsetStream } from "@widthwise/data";
import type { Tf } from "@widthwise/linearize";
import { type Context, Skipped } from "../measuring/jobs/study.ts";
import type { ImageTask, Point } from "./points.ts";

type Tensor = ReturnType<Tf["tensor"]>;
type Tensor2D = ReturnType<Tf["tensor2d"]>;

export interface LabelledExamples {
  readonly count: number;
  /** [count, d] of pictures, int32 [count, length] of tokens */
  readonly inputs: Tensor;
  /** one-hot [count, outputs] */
  readonly targets: Tensor2D;
  /** class of each example [count] */
  readonly classes: Uint8Array;
}

/** What an architecture has to know. */
export type TaskShape = { readonly outputs: number } & (
  | { readonly kind: "images"; readonly side: number; readonly channels: number }
  | { readonly kind: "tokens"; readonly vocabulary: number; readonly length: number }
);

export type Task = TaskShape & { readonly train: LabelledExamples; readonly unseen: LabelledExamples };

interface Sizes {
  readonly n: number;
  readonly unseen: number;
  readonly seed: number;
}

/** Examples to train on and unseen ones, chosen by the seed. Their tensors are the caller's. */
export function makeTask(tf: Tf, name: Point["task"], sizes: Sizes, context: Context): Task {
  if (name === "modular") return modular(tf, sizes);
  if (name === "characters") return nextCharacter(tf, sizes);
  return pictures(tf, name, sizes, context);
}

/** Rows of length √d: entries of size 1. */
function pictures(tf: Tf, name: ImageTask, { n, unseen, seed }: Sizes, context: Context): Task {
  const { train, test } = context.dataset(name);
  if (test === undefined) throw new Skipped(`${name} has no test examples in its folder`);
  const channels = Number.isInteger(Math.sqrt(train.d)) ? 1 : 3;
  const side = Math.sqrt(train.d / channels);
  const some = (split: Split, count: number) => {
    const { inputs, labels, classes, outputs } = gather(split, balancedSubset(split, count, seed), "one-hot");
    const scaled = Float32Array.from(inputs, (value) => value * Math.sqrt(split.d));
    const planes = tf.tensor(scaled, [count, channels, side ** 2]);
    const places = tf.transpose(planes, [0, 2, 1]);
    return {
      count,
      inputs: tf.reshape(places, [count, split.d]),
      targets: tf.tensor2d(Float32Array.from(labels), [count, outputs]),
      classes,
    };
  };
  return {
    kind: "images",
    side,
    channels,
    outputs: train.classes,
    train: some(train, n),
    unseen: some(test, unseen),
  };
}

/** Prime, as in grokking's tasks (Power et al. 2022), but small: 23² = 529 sums. */
const P = 23;

/** Tokens a, b, = and the answer a + b mod p. */
function modular(tf: Tf, { n, unseen, seed }: Sizes): Task {
  if (n + unseen > P ** 2)
    throw new RangeError(`${n} and ${unseen} examples of sums modulo ${P}, of which there are ${P ** 2}`);
  const keys = new Float64Array(P ** 2);
  fillUniforms({ seed, stream: subsetStream }, 0, keys);
  const order = Array.from(keys.keys()).sort((i, j) => keys[i] - keys[j]);
  const some = (pairs: number[]) =>
    labelled(
      tf,
      pairs.map((pair) => [Math.floor(pair / P), pair % P, P]),
      pairs.map((pair) => (Math.floor(pair / P) + (pair % P)) % P),
      P,
    );
  return {
    kind: "tokens",
    vocabulary: P + 1,
    length: 3,
    outputs: P,
    train: some(order.slice(0, n)),
    unseen: some(order.slice(n, n + unseen)),
  };
}

const SYMBOLS = 27;
const LENGTH = 16;
/** of the text, its first part */
const TRAINING_SHARE = 0.8;

/** Sixteen characters of Moby-Dick and the next one; unseen examples come from a later part of the text. */
function nextCharacter(tf: Tf, { n, unseen, seed }: Sizes): Task {
  const text = characters(mobyDick());
  const cut = Math.floor(TRAINING_SHARE * text.length);
  const uniforms = new Float64Array(n + unseen);
  fillUniforms({ seed, stream: subsetStream }, 0, uniforms);
  const some = (from: number, to: number, places: Float64Array) => {
    const starts = Array.from(places, (u) => from + Math.floor(u * (to - from - LENGTH)));
    const windows = starts.map((start) => Array.from(text.subarray(start, start + LENGTH)));
    return labelled(
      tf,
      windows,
      starts.map((start) => text[start + LENGTH]),
      SYMBOLS,
    );
  };
  return {
    kind: "tokens",
    vocabulary: SYMBOLS,
    length: LENGTH,
    outputs: SYMBOLS,
    train: some(0, cut, uniforms.subarray(0, n)),
    unseen: some(cut, text.length, uniforms.subarray(n)),
  };
}

function labelled(tf: Tf, inputs: number[][], answers: number[], outputs: number): LabelledExamples {
  const targets = new Float32Array(answers.length * outputs);
  answers.forEach((answer, i) => {
    targets[i * outputs + answer] = 1;
  });
  return {
    count: answers.length,
    inputs: tf.tensor2d(inputs, [answers.length, inputs[0].length], "int32"),
    targets: tf.tensor2d(targets, [answers.length, outputs]),
    classes: Uint8Array.from(answers),
  };
}
