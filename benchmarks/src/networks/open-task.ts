// A task on a device: examples, network and start, chosen by a seed.
import { initialParameters, type Loss, losses, Network, type Tf } from "@widthwise/linearize";
import type { Context } from "../measuring/jobs/study.ts";
import { layerOf } from "./architecture.ts";
import { type Choice, type Drawn, type Examples, examplesOn, type Shape } from "./examples.ts";
import { halvedPictures, wholePictures } from "./pictures.ts";
import { signs, singleIndex } from "./synthetic.ts";
import type { Data, Task } from "./task.ts";
import { modularSums, nextCharacters } from "./tokens.ts";

/** Examples on a device, and what a network has to know of them. */
export interface OpenData {
  readonly shape: Shape;
  readonly train: Examples;
  readonly unseen: Examples;
}

/** What a training run starts from. */
export interface OpenTask extends OpenData {
  readonly tf: Tf;
  readonly network: Network;
  readonly loss: Loss;
  readonly start: ReturnType<typeof initialParameters>;
  /** how many inputs, the first, the label depends on, where that is known */
  readonly relevant: number | undefined;
}

/** The same seed gives the same examples and start, whatever is done with them. Tensors are the caller's: see `onTfjs`. */
export function openTask(tf: Tf, task: Task, seed: number, context: Context): OpenTask {
  const data = openData(tf, task.data, { ...task, seed }, context);
  const network = new Network(tf, layerOf(task, data.shape));
  return {
    ...data,
    tf,
    network,
    loss: losses[task.loss],
    start: initialParameters(network, seed),
    relevant: relevantOf(task.data),
  };
}

/** Examples alone. Skipped where a data set is not there or has none to test on. */
export function openData(tf: Tf, data: Data, choice: Choice, context: Context): OpenData {
  const { shape, train, unseen } = draw(data, choice, context);
  return { shape, train: examplesOn(tf, shape, train), unseen: examplesOn(tf, shape, unseen) };
}

function draw(data: Data, choice: Choice, context: Context): Drawn {
  switch (data.kind) {
    case "signs":
      return signs(data, choice);
    case "single-index":
      return singleIndex(data, choice);
    case "images":
      return halvedPictures(data.dataset, choice, context, data.labels);
    case "whole-images":
      return wholePictures(data.dataset, choice, context);
    case "modular":
      return modularSums(choice);
    case "characters":
      return nextCharacters(choice);
  }
}

function relevantOf(data: Data): number | undefined {
  if (data.kind === "signs") return data.relevant;
  return data.kind === "single-index" ? 1 : undefined;
}
