// What was run, and a table per task of how soon the features are found and the training loss is gone.
import { section } from "../../../page/section.ts";
import { percent, significant, tolerance } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  after,
  FOUND,
  fewest,
  firstLinear,
  GONE,
  goneAfter,
  inTheEnd,
  runsOf,
  type TaskRuns,
} from "./rows.ts";

export function sections(told: Told<Params>) {
  const { tasks, rate, mostUpdates, ordinary } = told.params;
  return [
    whatWasRun(
      `${told.note("the paper")} Between updates the linear problem is trained by ηK of full-batch descent, η = ${tolerance(rate)} on a sum of squares, in closed form; at most ${mostUpdates} updates, fewer where nothing of the training loss is left. Found: loss on unseen examples below ${FOUND}, a tenth of what knowing nothing costs; gone: training loss below ${percent(GONE)} of the first. Ordinary training is ${ordinary.steps} steps of ${ordinary.optimiser}.`,
      tasks,
    ),
    ...runsOf(told).map(tableOf),
  ];
}

function tableOf({ task, ordinary, times }: TaskRuns) {
  /** Of ordinary training there is none: it is looked at by steps, not after each update. */
  const byUpdate = (show: (one: Runs) => string) => (one: Runs) => (one === ordinary ? "–" : show(one));
  const short = (value: number) => significant(value, 2);
  return section({
    heading: task,
    level: 3,
    rows: [...times, ...(ordinary ? [ordinary] : [])],
    columns: [
      ["ηK>", (one) => (one === ordinary ? "ordinary" : tolerance(one.at))],
      ["train loss left by the first linear problem>", byUpdate((one) => percent(firstLinear(one)))],
      ["updates until found>", byUpdate((one) => String(fewest(one) ?? "never"))],
      ["updates until train loss gone>", byUpdate((one) => String(goneAfter(one) ?? "never"))],
      ["test loss after 1>", byUpdate((one) => short(after(one, "curveTest", 1)))],
      ["after 3>", byUpdate((one) => short(after(one, "curveTest", 3)))],
      ["in the end>", (one) => short(inTheEnd(one, "curveTest"))],
      ["train loss>", (one) => short(inTheEnd(one, "curveTrain"))],
      [
        "relevant share of first weights>",
        (one) => `${percent(after(one, "curveShare", 0))} to ${percent(inTheEnd(one, "curveShare"))}`,
      ],
    ],
  });
}
