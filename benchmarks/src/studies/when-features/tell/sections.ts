import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import { difference, medianAt, type Runs } from "../../../telling/seeds.ts";
import { medianIntervalText, medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tasks, steps, probe } = paramsOf(result);
  return [
    ...whatWasRun(
      "**Smaller than the paper's**: CIFAR-10 and a convolutional network of over 450 000 parameters there, fully connected networks on these tasks here; full batches.",
      tasks,
    ),
    ...runsOf(result).flatMap((runs) => tableOf(runs, result)),
    heading(2, "What these numbers do not say"),
    list([
      `Medians over seeds; intervals are order statistics at 95 % from ${leastForInterval} seeds on, least and most below. Differences are means over seeds with 95 % t intervals.`,
      `All runs have ${steps} steps. “At τ” is the ordinary network when it is linearised; kernel and alignment are those of its features, on ${probe} training examples.`,
    ]),
  ];
}

function tableOf({ task, optimiser, after, ordinary }: OptimiserRuns, result: StudyResult): Block[] {
  const { steps } = paramsOf(result);
  const atTau = (one: Runs) => {
    const found = one.at === 0 ? undefined : medianAt(one, "curveAccuracy", one.at);
    return found === undefined ? "–" : percent(found);
  };
  const below = (one: Runs) => {
    const found = ordinary && one !== ordinary ? difference(one, ordinary, "accuracy") : undefined;
    return found === undefined ? "–" : pointsText(found);
  };
  return [
    heading(3, `${task.name}, ${optimiser}`),
    table(
      [
        "τ>",
        "accuracy at τ>",
        "accuracy at the end>",
        "less ordinary training's>",
        "test loss>",
        "train loss>",
        "kernel moved>",
        "alignment>",
      ],
      after.map((one) => [
        one.at === steps ? `${steps}, all` : String(one.at),
        atTau(one),
        medianIntervalText(one, "accuracy", percent),
        below(one),
        medianText(one, "testLoss"),
        medianText(one, "trainLoss"),
        medianText(one, "kernelDistance"),
        `${medianText(one, "alignmentAtStart")} to ${medianText(one, "alignment")}`,
      ]),
      sourceOf(result),
    ),
  ];
}
