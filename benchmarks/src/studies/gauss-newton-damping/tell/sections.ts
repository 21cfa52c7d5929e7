import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant, tolerance } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import { medianIntervalText, medianText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import { distancesOf, nearest, paramsOf, runsOf, type TaskRuns } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tasks, mostUpdates, trained, rate, ordinary } = paramsOf(result);
  return [
    ...whatWasRun(
      `**Smaller than the paper's**: small networks as in its Fig. 9, but on made signs and MNIST instead of CIFAR-10. Every update minimises ½‖f + Jδ − y‖² + ½λ‖δ‖² exactly, by Cholesky of the kernel; its counterpart takes K = 1/(ηλ) steps of descent on ½‖f + Jδ − y‖², η = ${tolerance(rate)}, in closed form from the kernel's eigenvectors, so that the paper's periods of 10⁴ to 10⁶ cost no more than short ones. Training ends after ${mostUpdates} updates, or when the training loss is below ${tolerance(trained)} of the first; no line search. Ordinary training is ${ordinary.steps} steps of ${ordinary.optimiser}.`,
      tasks,
    ),
    ...runsOf(result).flatMap((runs) => tablesOf(runs, result)),
    heading(2, "What these numbers do not say"),
    list([
      `Medians over seeds; intervals are order statistics at 95 % from ${leastForInterval} seeds on, least and most below.`,
      "Kernels are float32, solved in float64: below their rounding a damping is none, and a solve may fail, which is told.",
      "A row that used all updates is not trained out: its loss tells how far it came.",
    ]),
  ];
}

function tablesOf({ task, ordinary, newton, descent }: TaskRuns, result: StudyResult): Block[] {
  const source = sourceOf(result);
  return [
    heading(3, task.name),
    table(
      [
        "λ>",
        "K>",
        "updates>",
        "accuracy>",
        "test loss>",
        "train loss>",
        "kernel moved>",
        "updates of descent>",
        "accuracy of descent>",
        "its test loss>",
      ],
      [
        ...newton.map((one) => {
          const other = descent.find(({ at }) => at === one.at);
          return [
            tolerance(one.at),
            other ? medianText(other, "period", tolerance) : "–",
            medianText(one, "updates", String),
            medianIntervalText(one, "accuracy", percent),
            medianText(one, "testLoss"),
            medianText(one, "trainLoss"),
            medianText(one, "kernelDistance"),
            other ? medianText(other, "updates", String) : "–",
            other ? medianIntervalText(other, "accuracy", percent) : "–",
            other ? medianText(other, "testLoss") : "–",
          ];
        }),
        ...(ordinary
          ? [
              [
                "ordinary",
                "1",
                medianText(ordinary, "updates", String),
                medianIntervalText(ordinary, "accuracy", percent),
                medianText(ordinary, "testLoss"),
                medianText(ordinary, "trainLoss"),
                medianText(ordinary, "kernelDistance"),
                "–",
                "–",
                "–",
              ],
            ]
          : []),
      ],
      source,
    ),
    paragraph(
      "How near one damped update from the start comes to K steps of descent, ‖F_GN − F_K‖/‖f − y‖ on the training examples, by ληK:",
    ),
    table(
      ["K = 1/(ηλ), λ>", ...factors.map((factor) => `ληK = ${factor}>`), "nearest>"],
      newton.flatMap((one) => {
        const distances = distancesOf(one);
        if (distances.length === 0) return [];
        return [
          [
            tolerance(one.at),
            ...distances.map((distance) => significant(distance, 2)),
            String(nearest(distances)),
          ],
        ];
      }),
      source,
    ),
  ];
}
