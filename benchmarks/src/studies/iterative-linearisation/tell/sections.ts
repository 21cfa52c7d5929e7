import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import { medianOf, type Runs } from "../../../telling/seeds.ts";
import { medianIntervalText, medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { periodName, stepsToConverge } from "./answers.ts";
import { namedOf, orderingsOf } from "./orderings.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tasks, steps, probe } = paramsOf(result);
  const runs = runsOf(result);
  return [
    ...whatWasRun(
      "**Smaller than the paper's**: CIFAR-10 and a convolutional network of over 450 000 parameters, mini-batches, and 10⁴ to 10⁶ steps of rate 10⁻³ a period there; here fully connected networks of two or three layers, full batches, and larger rates, so that the product of rate and period, which is what the linear problem sees, covers the paper's 10 to 1000 from below.",
      tasks,
    ),
    heading(2, "The paper's orderings"),
    paragraph(
      "Differences of accuracy on unseen examples, seed by seed, with 95 % t intervals. “Solved each time” is the limit of long periods: features are renewed whenever ‖∂L/∂f‖ of the linear problem has come down to the share named, the smallest that the steps sufficed for twice.",
    ),
    table(
      ["task", "optimiser", "difference", "paper", "here>", "verdict"],
      runs.flatMap((one) => {
        const named = namedOf(one, steps);
        if (named === undefined) return [];
        return orderingsOf(named).map(({ what, paper, difference, verdict }) => [
          one.task.name,
          one.optimiser,
          what,
          paper,
          difference === undefined ? "–" : pointsText(difference),
          verdict,
        ]);
      }),
      sourceOf(result),
    ),
    ...runs.flatMap((one) => tablesOf(one, result)),
    heading(2, "What these numbers do not say"),
    list([
      `Medians over seeds; intervals are order statistics at 95 % from ${leastForInterval} seeds on, least and most below.`,
      `Accuracy and losses are the trained model's: the network linearised at its last update. The network itself at the end is in a column of its own. Kernels are those of the features in use, on ${probe} training examples.`,
      "Adam's and momentum's state survives an update.",
      "All periods get the same number of steps; a linearised step costs up to twice an ordinary one.",
    ]),
  ];
}

function tablesOf(runs: OptimiserRuns, result: StudyResult): Block[] {
  const { steps } = paramsOf(result);
  const row = (one: Runs, name: string, converged: string) => [
    name,
    medianText(one, "updates", String),
    medianIntervalText(one, "accuracy", percent),
    medianText(one, "networkAccuracy", percent),
    medianText(one, "testLoss"),
    medianText(one, "trainLoss"),
    converged,
    medianText(one, "kernelDistance"),
    medianText(one, "cka"),
    medianOf(one, "alignment") === undefined
      ? "diverged"
      : `${medianText(one, "alignmentAtStart")} to ${medianText(one, "alignment")}`,
    medianText(one, "parameterDistance"),
  ];
  return [
    heading(3, `${runs.task.name}, ${runs.optimiser}`),
    table(
      [
        "K>",
        "updates>",
        "accuracy>",
        "network's>",
        "test loss>",
        "train loss>",
        "steps to 1 %>",
        "kernel moved>",
        "CKA>",
        "alignment>",
        "parameters moved>",
      ],
      [
        ...runs.periods.map((one) =>
          row(one, periodName(one.at, steps), String(stepsToConverge(one) ?? "–")),
        ),
        ...runs.solved.map((one) => row(one, `to ${one.at}`, "–")),
      ],
      sourceOf(result),
    ),
  ];
}
