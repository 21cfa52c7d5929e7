// Smoothness of the first filters, and how far LeNet moves: a table each, over α.
import { largest } from "@widthwise/measure";
import { section } from "../../../page/section.ts";
import { orDash, percent, significant } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import { spreadLevelText, spreadText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import type { Quantity } from "../run.ts";
import { printed } from "./printed.ts";
import { names, runsOf, spreadAt } from "./rows.ts";

/** Of one α alone there is nothing to compare. */
const several = (runs: Runs[]) => (runs.length > 1 ? runs : []);
const paperAt = ({ at }: Runs) => printed.find(({ alpha }) => alpha === at);
const spreadOf = (quantity: Quantity, look: number) => (one: Runs) =>
  spreadText(spreadAt(one, quantity, look));

export function sections(told: Told<Params>) {
  const { n, dataset, batch, looks, momentum, seeds, cnn, lenet, probes } = told.params;
  const training = `${n} examples of ${dataset}, batches of ${batch}, ${largest(looks)} steps with momentum ${momentum}; ${seeds} seeds`;
  return [
    section({
      heading: "Smoothness of the first filters (Fig. 6b)",
      note: [
        told.note("smoothness"),
        `Smaller than the paper's: one convolution by ${cnn?.filters} filters of ${cnn?.size} × ${cnn?.size}, layer normalisation and a dense readout instead of a residual network with 64 filters of 15 × 15 on CIFAR-10; ${training}, rate ${cnn?.rate} for every α. As it has a normalisation, only the first layer is divided by α, as in the paper: outputs do not depend on the filters' length, gradients grow with α.`,
      ],
      rows: several(runsOf(told, "cnn")),
      columns: [
        ["α>", ({ at }) => String(at)],
        ["paper's ‖ŵ∗Δ‖²>", (one) => orDash(paperAt(one), ({ roughness }) => significant(roughness, 3))],
        ["here, at the start>", spreadOf("roughness", 0)],
        ["here, at the end>", spreadOf("roughness", -1)],
        ["paper's accuracy>", (one) => orDash(paperAt(one), ({ accuracy }) => percent(accuracy))],
        ["test accuracy here>", spreadOf("testAccuracy", -1)],
      ],
    }),
    section({
      heading: "How far LeNet moves (Fig. 6a)",
      note: `The paper shows three axes without numbers. LeNet-5 with ReLUs, readout times α: ${training}, rate ${lenet?.share}/λ_max of the kernel at the start, so that every α moves its outputs alike. Kernel and signs on ${probes} unseen examples: S = 1 − cosine of the tangent kernels of all outputs, share of hidden ReLUs that turned, ‖θ − θ₀‖/‖θ₀‖.`,
      rows: several(runsOf(told, "lenet")),
      columns: [
        ["α>", ({ at }) => String(at)],
        ...(Object.keys(names) as (keyof typeof names)[]).map(
          (quantity) => [`${names[quantity]}>`, spreadOf(quantity, -1)] as const,
        ),
      ],
    }),
  ];
}

export const limits = ({ params: { seeds } }: Told<Params>) => [
  `Mean over seeds [least, most]; ${spreadLevelText(seeds)}. Other data and networks than the paper's: the order in α compares, the sizes do not.`,
];
