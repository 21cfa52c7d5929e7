import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant } from "../../../page/units.ts";
import { spreadLevelText, spreadText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printed } from "./printed.ts";
import { type Group, groupsOf, paramsOf, type Quantity, spreadAt } from "./rows.ts";

/** Whether a quantity's means fall, rise, or neither, from the smallest α to the largest. */
export function direction(groups: readonly Group[], quantity: Quantity): "falls" | "rises" | "neither" {
  const values = groups.map((group) => spreadAt(group, quantity, -1).value);
  if (values.every((value, k) => k === 0 || value < values[k - 1])) return "falls";
  return values.every((value, k) => k === 0 || value > values[k - 1]) ? "rises" : "neither";
}

export function finding(result: StudyResult): string | undefined {
  const [cnn, lenet] = [groupsOf(result, "cnn"), groupsOf(result, "lenet")];
  if (cnn.length < 2 || lenet.length < 2) return undefined;
  const ends = [cnn[0], cnn[cnn.length - 1]].map(
    (group) => `${spreadText(spreadAt(group, "roughness", -1))} at α = ${group.alpha}`,
  );
  const order =
    direction(cnn, "roughness") === "falls"
      ? "as in the paper, the larger α (upstream), the smoother the first filters"
      : "the first filters are **not** smoother at every larger α, as the paper has them";
  const moved = (["kernelDistance", "hamming", "parameterDistance"] as const).map((quantity) => {
    const way = { falls: "falls with α", rises: "rises with α", neither: "is not monotone in α" };
    return `${names[quantity]} ${way[direction(lenet, quantity)]}`;
  });
  return `${order[0].toUpperCase()}${order.slice(1)}: ‖ŵ∗Δ‖² is ${ends.join(" and ")}. In LeNet ${moved.join(", ")}.`;
}

export function report(result: StudyResult): Block[] {
  const params = paramsOf(result);
  const [cnn, lenet] = [groupsOf(result, "cnn"), groupsOf(result, "lenet")];
  const source = sourceOf(result);
  const training = `${params.n} examples of ${params.dataset}, batches of ${params.batch}, ${Math.max(...params.looks)} steps with momentum ${params.momentum}; ${params.seeds} seeds`;
  const blocks: Block[] = [];
  if (cnn.length > 1) {
    blocks.push(
      heading(2, "Smoothness of the first filters (Fig. 6b)"),
      paragraph(
        "White noise has 5.25 and a constant filter 1 (the weights of Δ as printed add up to −1), both but for the border.",
      ),
      paragraph(
        `Smaller than the paper's: one convolution by ${params.cnn?.filters} filters of ${params.cnn?.size} × ${params.cnn?.size}, layer normalisation and a dense readout instead of a residual network with 64 filters of 15 × 15 on CIFAR-10; ${training}, rate ${params.cnn?.rate} for every α. As it has a normalisation, only the first layer is divided by α, as in the paper: outputs do not depend on the filters' length, gradients grow with α.`,
      ),
      table(
        [
          "α>",
          "paper's ‖ŵ∗Δ‖²>",
          "here, at the start>",
          "here, at the end>",
          "paper's accuracy>",
          "test accuracy here>",
        ],
        cnn.map((group) => {
          const paper = printed.find(({ alpha }) => alpha === group.alpha);
          return [
            String(group.alpha),
            paper ? significant(paper.roughness, 3) : "–",
            spreadText(spreadAt(group, "roughness", 0)),
            spreadText(spreadAt(group, "roughness", -1)),
            paper ? percent(paper.accuracy) : "–",
            spreadText(spreadAt(group, "testAccuracy", -1)),
          ];
        }),
        source,
      ),
    );
  }
  if (lenet.length > 1) {
    blocks.push(
      heading(2, "How far LeNet moves (Fig. 6a)"),
      paragraph(
        `The paper shows three axes without numbers. LeNet-5 with ReLUs, readout times α: ${training}, rate ${params.lenet?.share}/λ_max of the kernel at the start, so that every α moves its outputs alike. Kernel and signs on ${params.probes} unseen examples: S = 1 − cosine of the tangent kernels of all outputs, share of hidden ReLUs that turned, ‖θ − θ₀‖/‖θ₀‖.`,
      ),
      table(
        ["α>", ...Object.values(names).map((name) => `${name}>`)],
        lenet.map((group) => [
          String(group.alpha),
          ...(Object.keys(names) as (keyof typeof names)[]).map((quantity) =>
            spreadText(spreadAt(group, quantity, -1)),
          ),
        ]),
        source,
      ),
    );
  }
  return [
    ...blocks,
    heading(2, "What these numbers do not say"),
    list([
      `Mean over seeds [least, most]; ${spreadLevelText(params.seeds)}. Other data and networks than the paper's: the order in α compares, the sizes do not.`,
      "The caption of Fig. 11 calls the smooth filters those of α < 1; by the paper's own rule and curves they are those of α > 1, as here.",
      "LeNet's rate in the paper is not known; at one rate for all a large α would train faster, or not at all.",
    ]),
  ];
}

const names = {
  kernelDistance: "kernel distance S",
  hamming: "share of signs turned",
  parameterDistance: "parameter distance",
  trainLoss: "training loss",
  testAccuracy: "test accuracy",
} as const satisfies Partial<Record<Quantity, string>>;
