// What was run, the paper's orderings, and a table per task and optimiser by what ends a period.
import { section } from "../../../page/section.ts";
import { exact, orDash, percent } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import {
  changeText,
  medianIntervalText,
  mediansText,
  medianText,
  pointsText,
} from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { stepsToConverge } from "./convergence.ts";
import { isAgainst, orderingsOf } from "./orderings.ts";
import { allNamed, type OptimiserRuns, type Period, runsOf } from "./rows.ts";

export const sections = (told: Told<Params>) => [
  whatWasRun(told.note("the paper"), told.params.tasks),
  orderingTable(told),
  ...runsOf(told).map(periodTable),
];

export const limits = ({ params: { probe } }: Told<Params>) => [
  mediansText,
  `Accuracy and losses are the trained model's: the network linearised at its last update. The network itself at the end is in a column of its own. Kernels are those of the features in use, on ${probe} training examples.`,
];

const orderingTable = (told: Told<Params>) =>
  section({
    heading: "The paper's orderings",
    note: told.note("orderings"),
    rows: allNamed(told).flatMap((named) => orderingsOf(named).map((one) => ({ ...named.runs, ...one }))),
    columns: [
      ["task", ({ task }) => task.name],
      ["optimiser", ({ optimiser }) => optimiser],
      ["difference", ({ what }) => what],
      ["paper", ({ paper }) => paper],
      ["here>", ({ difference }) => orDash(difference, pointsText)],
      ["verdict", (one) => (isAgainst(one) ? `**${one.verdict}**` : one.verdict)],
    ],
  });

function periodTable({ title, periods, solved }: OptimiserRuns) {
  const median = (measure: string, show?: (value: number) => string) => (one: Period) =>
    medianText(one, measure, show);
  // of periods of K steps only: the others are looked at when they end
  const converged = (one: Period) => (periods.includes(one) ? stepsToConverge(one) : undefined);
  return section({
    heading: title,
    level: 3,
    rows: [...periods, ...solved],
    columns: [
      ["K>", ({ name }) => name],
      ["updates>", median("updates", exact)],
      ["accuracy>", (one) => medianIntervalText(one, "accuracy", percent)],
      ["network's>", median("networkAccuracy", percent)],
      ["test loss>", median("testLoss")],
      ["train loss>", median("trainLoss")],
      ["steps to 1 %>", (one) => orDash(converged(one), String)],
      ["kernel moved>", median("kernelDistance")],
      ["CKA>", median("cka")],
      ["alignment>", (one) => changeText(one, "alignmentAtStart", "alignment")],
      ["parameters moved>", median("parameterDistance")],
    ],
  });
}
