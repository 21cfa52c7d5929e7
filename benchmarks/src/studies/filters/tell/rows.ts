// Runs of a result by network and α, seeds gathered.
import { type Interval, largest, mean, smallest } from "@widthwise/measure";
import { cellsWith, listOf } from "../../../telling/read-cells.ts";
import { gathered, type Runs, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import type { Quantity } from "../run.ts";

/** What the report calls what is looked at of LeNet. */
export const names = {
  kernelDistance: "kernel distance S",
  hamming: "share of signs turned",
  parameterDistance: "parameter distance",
  trainLoss: "training loss",
  testAccuracy: "test accuracy",
} as const satisfies Partial<Record<Quantity, string>>;

/** By α, ascending. */
export const runsOf = ({ result }: Told<Params>, net: "lenet" | "cnn"): Runs[] =>
  gathered(cellsWith(result, {}, net), "alpha");

/** Steps looked at, the same for all. */
export const stepsOf = ({ cells: [cell] }: Seeds): number[] => listOf(cell, "steps");

/** Mean, least and most over seeds at look number `look`; negative: from the end. */
export function spreadAt({ cells }: Seeds, quantity: Quantity, look: number): Interval {
  const values = cells.map((cell) => listOf(cell, quantity).at(look) ?? Number.NaN);
  return { value: mean(values), lo: smallest(values), hi: largest(values) };
}
