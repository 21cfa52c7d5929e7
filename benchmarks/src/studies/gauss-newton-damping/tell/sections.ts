// What was run; per task the runs by damping, and how near one update comes to the steps that it stands for.
import { type Cells, section } from "../../../page/section.ts";
import { exact, orDash, percent, significant, tolerance } from "../../../page/units.ts";
import { whatWasRun } from "../../../telling/networks/what-was-run.ts";
import type { Runs } from "../../../telling/seeds.ts";
import { medianIntervalText, mediansText, medianText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import type { Params } from "../params.ts";
import { distancesOf, matchOf, nearest, runsOf, type TaskRuns } from "./rows.ts";

export function sections(told: Told<Params>) {
  const { tasks, mostUpdates, trained, rate, ordinary } = told.params;
  return [
    whatWasRun(
      `${told.note("the paper")} Every update minimises ½‖f + Jδ − y‖² + ½λ‖δ‖² exactly, by Cholesky of the kernel; its counterpart takes K = 1/(ηλ) steps of descent on ½‖f + Jδ − y‖², η = ${tolerance(rate)}, in closed form from the kernel's eigenvectors, so that the paper's periods of 10⁴ to 10⁶ cost no more than short ones. Training ends after ${mostUpdates} updates, or when the training loss is below ${tolerance(trained)} of the first; no line search. Ordinary training is ${ordinary.steps} steps of ${ordinary.optimiser}.`,
      tasks,
    ),
    ...runsOf(told).flatMap((runs) => [dampingTable(runs), matchTable(runs, told.note("match"))]),
  ];
}

export const limits = () => [mediansText];

/** Of a row of the table by damping: Gauss–Newton or ordinary training, and the descent beside it. */
interface Row {
  readonly name: string;
  readonly period: string | undefined;
  readonly own: Runs;
  readonly other: Runs | undefined;
}

function dampingTable(runs: TaskRuns) {
  const { task, ordinary, newton } = runs;
  const rows = newton.map((own): Row => {
    const other = matchOf(runs, own);
    return { name: tolerance(own.at), period: other && medianText(other, "period", tolerance), own, other };
  });
  const plain: Row[] = ordinary ? [{ name: "ordinary", period: "1", own: ordinary, other: undefined }] : [];
  const updates = (one: Runs) => medianText(one, "updates", exact);
  const accuracy = (one: Runs) => medianIntervalText(one, "accuracy", percent);
  const testLoss = (one: Runs) => medianText(one, "testLoss");
  return section({
    heading: task,
    level: 3,
    rows: [...rows, ...plain],
    columns: [
      ["λ>", ({ name }) => name],
      ["K>", ({ period }) => period ?? "–"],
      ["updates>", ({ own }) => updates(own)],
      ["accuracy>", ({ own }) => accuracy(own)],
      ["test loss>", ({ own }) => testLoss(own)],
      ["train loss>", ({ own }) => medianText(own, "trainLoss")],
      ["kernel moved>", ({ own }) => medianText(own, "kernelDistance")],
      ["updates of descent>", ({ other }) => orDash(other, updates)],
      ["accuracy of descent>", ({ other }) => orDash(other, accuracy)],
      ["its test loss>", ({ other }) => orDash(other, testLoss)],
    ],
  });
}

const matchTable = (runs: TaskRuns, note: string) =>
  section({
    note,
    rows: distancesOf(runs),
    columns: [
      ["K = 1/(ηλ), λ>", ({ at }) => tolerance(at)],
      ...factors.map(
        (factor, k): Cells<{ distances: number[] }> => [
          `ληK = ${factor}>`,
          ({ distances }) => significant(distances[k], 2),
        ],
      ),
      ["nearest>", ({ distances }) => exact(nearest(distances))],
    ],
  });
