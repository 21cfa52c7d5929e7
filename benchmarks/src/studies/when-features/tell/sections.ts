import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent } from "../../../page/units.ts";
import { points, shown, shownInterval } from "../../../telling/networks/show.ts";
import { taskWords } from "../../../telling/networks/task-words.ts";
import { difference, medianAt, type Runs } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tasks, steps, probe } = paramsOf(result);
  return [
    heading(2, "What was run"),
    paragraph(
      "**Smaller than the paper's**: CIFAR-10 and a convolutional network of over 450 000 parameters there, fully connected networks on these tasks here; full batches.",
    ),
    list(tasks.map((task) => `${taskWords(task)} ${task.seeds} seeds.`)),
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
    return found === undefined ? "–" : points(found);
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
        shownInterval(one, "accuracy", percent),
        below(one),
        shown(one, "testLoss"),
        shown(one, "trainLoss"),
        shown(one, "kernelDistance"),
        `${shown(one, "alignmentAtStart")} to ${shown(one, "alignment")}`,
      ]),
      sourceOf(result),
    ),
  ];
}
