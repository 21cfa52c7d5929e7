import { type Block, heading, list, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant, tolerance } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  after,
  FOUND,
  fewest,
  firstLinear,
  GONE,
  goneAfter,
  longest,
  paramsOf,
  runsOf,
  type TaskRuns,
} from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tasks, rate, mostUpdates, ordinary } = paramsOf(result);
  return [
    ...whatWasRun(
      `Made tasks whose features are known, as in Damian et al. 2022 and Ba et al. 2022; the paper has CIFAR-10. Between updates the linear problem is trained by ηK of full-batch descent, η = ${tolerance(rate)} on a sum of squares, in closed form; at most ${mostUpdates} updates, fewer where nothing of the training loss is left. Found: loss on unseen examples below ${FOUND}, a tenth of what knowing nothing costs; gone: training loss below ${percent(GONE)} of the first. Ordinary training is ${ordinary.steps} steps of ${ordinary.optimiser}.`,
      tasks,
    ),
    ...runsOf(result).flatMap((runs) => tableOf(runs, result)),
    heading(2, "What these numbers do not say"),
    list([
      "Medians over seeds, of the network itself after each update, not of its linearisation.",
      "The share of energy is that of all first weights: neurons that never learn hold it down.",
      "Periods are full batches of one rate: noise of mini-batches is another way to keep features moving.",
    ]),
  ];
}

function tableOf({ task, ordinary, times }: TaskRuns, result: StudyResult): Block[] {
  const all = [
    ...times.map((one) => ({ one, name: tolerance(one.at) })),
    ...(ordinary ? [{ one: ordinary, name: "ordinary" }] : []),
  ];
  return [
    heading(3, task.name),
    table(
      [
        "ηK>",
        "train loss left by the first linear problem>",
        "updates until found>",
        "updates until train loss gone>",
        "test loss after 1>",
        "after 3>",
        "in the end>",
        "train loss>",
        "relevant share of first weights>",
      ],
      all.map(({ one, name }) => {
        const end = longest(one);
        // ordinary training is looked at by steps, not after each update
        const steps = one !== ordinary;
        const show = (curve: string, update: number) => significant(after(one, curve, update), 2);
        return [
          name,
          steps ? percent(firstLinear(one)) : "–",
          steps ? String(fewest(one) ?? "never") : "–",
          steps ? String(goneAfter(one) ?? "never") : "–",
          steps ? show("curveTest", 1) : "–",
          steps ? show("curveTest", 3) : "–",
          show("curveTest", end),
          show("curveTrain", end),
          `${percent(after(one, "curveShare", 0))} to ${percent(after(one, "curveShare", end))}`,
        ];
      }),
      sourceOf(result),
    ),
  ];
}
