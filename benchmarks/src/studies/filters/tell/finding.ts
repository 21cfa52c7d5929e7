// Which way smoothness and distances go with the relative scale.
import type { Runs } from "../../../telling/seeds.ts";
import { spreadText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import type { Quantity } from "../run.ts";
import { names, runsOf, spreadAt } from "./rows.ts";

/** Whether a quantity's means fall, rise, or neither, from the smallest α to the largest. */
export function direction(runs: readonly Runs[], quantity: Quantity): "falls" | "rises" | "neither" {
  const values = runs.map((one) => spreadAt(one, quantity, -1).value);
  if (values.every((value, k) => k === 0 || value < values[k - 1])) return "falls";
  return values.every((value, k) => k === 0 || value > values[k - 1]) ? "rises" : "neither";
}

const ways = { falls: "falls with α", rises: "rises with α", neither: "is not monotone in α" };

export function finding(told: Told<Params>) {
  const [cnn, lenet] = [runsOf(told, "cnn"), runsOf(told, "lenet")];
  if (cnn.length < 2 || lenet.length < 2) return undefined;
  const ends = [cnn[0], cnn[cnn.length - 1]].map(
    (one) => `${spreadText(spreadAt(one, "roughness", -1))} at α = ${one.at}`,
  );
  const order =
    direction(cnn, "roughness") === "falls"
      ? "As in the paper, the larger α (upstream), the smoother the first filters"
      : "The first filters are **not** smoother at every larger α, as the paper has them";
  const moved = (["kernelDistance", "hamming", "parameterDistance"] as const).map(
    (quantity) => `${names[quantity]} ${ways[direction(lenet, quantity)]}`,
  );
  return `${order}: ‖ŵ∗Δ‖² is ${ends.join(" and ")}. In LeNet ${moved.join(", ")}.`;
}
