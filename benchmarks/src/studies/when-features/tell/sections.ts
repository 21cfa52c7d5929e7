// What was run, a table per task and optimiser over τ, and what is meant by its columns.
import { section } from "../../../page/section.ts";
import { orDash, percent } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import { difference, type Runs } from "../../../telling/seeds.ts";
import {
  changeText,
  medianIntervalText,
  mediansText,
  medianText,
  pointsText,
} from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { accuracyAtTau, type OptimiserRuns, runsOf } from "./rows.ts";

export const sections = (told: Told<Params>) => [
  whatWasRun(told.note("the paper"), told.params.tasks),
  ...runsOf(told).map((runs) => tableOf(runs, told.params.steps)),
];

export const limits = ({ params: { steps, probe } }: Told<Params>) => [
  `${mediansText} Differences are means over seeds with 95 % t intervals.`,
  `All runs have ${steps} steps. “At τ” is the ordinary network when it is linearised; kernel and alignment are those of its features, on ${probe} training examples.`,
];

function tableOf({ title, after, ordinary }: OptimiserRuns, steps: number) {
  const median = (measure: string) => (one: Runs) => medianText(one, measure);
  const below = (one: Runs) =>
    ordinary && one !== ordinary ? difference(one, ordinary, "accuracy") : undefined;
  return section({
    heading: title,
    level: 3,
    rows: after,
    columns: [
      ["τ>", ({ at }) => (at === steps ? `${steps}, all` : String(at))],
      ["accuracy at τ>", (one) => orDash(accuracyAtTau(one), percent)],
      ["accuracy at the end>", (one) => medianIntervalText(one, "accuracy", percent)],
      ["less ordinary training's>", (one) => orDash(below(one), pointsText)],
      ["test loss>", median("testLoss")],
      ["train loss>", median("trainLoss")],
      ["kernel moved>", median("kernelDistance")],
      ["alignment>", (one) => changeText(one, "alignmentAtStart", "alignment")],
    ],
  });
}
