// What every way of training is given.
import type { Backend } from "@widthwise/backends";
import { normalTail } from "@widthwise/core";
import type { Cell } from "@widthwise/measure";
import type { Part } from "./data.ts";
import type { TrainingClock } from "./look.ts";

export type Kernels = NonNullable<Backend["kernels"]>;
export type PairNetwork = ReturnType<Kernels["pairs"]>;

export interface Way {
  readonly kernels: Kernels;
  readonly train: Part;
  readonly test: Part | undefined;
  readonly d: number;
  readonly width: number;
  readonly shift: number;
  readonly seed: number;
  readonly clock: TrainingClock;
  readonly budgetSeconds: number;
  readonly looks: number;
}

export interface Trained {
  readonly check: NonNullable<Cell["check"]>;
  readonly measures: NonNullable<Cell["measures"]>;
}

/** Share of pairs that there is room for: they grow in training, two- to threefold where they were seen. */
export const roomFor = (shift: number) => Math.min(1, 0.1 + 4 * normalTail(shift));

/** The network over the training inputs at its initial weights; `listing`: with room for the pairs that fire. */
export const openNetwork = ({ kernels, train, d, width, shift, seed }: Way, listing: boolean): PairNetwork =>
  kernels.pairs({
    ...{ n: train.n, d, width, shift, seed, init: "gaussian", inputs: train.inputs },
    mostPairs: listing ? Math.min(2 ** 30, Math.ceil(roomFor(shift) * train.n * width)) : 0,
  });
