// C9: the least number of updates; C10: when few fail because the training loss is gone first.

import { percent, significant, tolerance } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { after, failed, fewest, firstLinear, goneAfter, longest, runsOf, type TaskRuns } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const runs = runsOf(result);
  if (runs.length === 0) return [];
  const found = runs.flatMap((one) => quickest(one)?.updates ?? []);
  const lost = runs.filter(({ times }) => times.some(failed));
  return [
    {
      question: "C9",
      sentence:
        found.length === 0
          ? "No length of training between updates finds the features of any task."
          : `${Math.min(...found)} to ${Math.max(...found)} updates find the features of ${found.length} of ${runs.length} tasks, at the best length ηK of training between updates: ${runs.map(({ task }, k) => `${task.name}: ${quickest(runs[k])?.updates ?? "never"}`).join("; ")}.`,
      details: `Fewest updates to a tenth of the loss of knowing nothing: ${runs.map(fewestWords).join("; ")}.`,
    },
    {
      question: "C10",
      sentence: `When ηK is long enough for the linear problem to be solved before the first updates, which happens in ${lost.length} of ${runs.length} tasks${lost.length > 0 ? ` (${lost.map(({ task }) => task.name).join("; ")})` : ""}.`,
      details: `${runs.map(goneWords).join("; ")}.`,
    },
  ];
}

/** The length of training with the fewest updates until found; undefined where none finds them. */
function quickest({ times }: TaskRuns): { one: Runs; updates: number } | undefined {
  const found = times.flatMap((one) => {
    const updates = fewest(one);
    return updates === undefined ? [] : [{ one, updates }];
  });
  return found.sort((a, b) => a.updates - b.updates)[0];
}

function fewestWords(runs: TaskRuns): string {
  const { task, ordinary } = runs;
  const best = quickest(runs);
  const loss = ordinary ? ` (ordinary training ends at ${significant(finalLoss(ordinary), 2)})` : "";
  if (best === undefined) return `${task.name}: no ηK tried gets there${loss}`;
  const { one, updates } = best;
  return `${task.name}: ${updates}, with ηK = ${tolerance(one.at)}${loss}; the share of the first weights' energy on the label's inputs goes from ${percent(after(one, "curveShare", 0))} to ${percent(after(one, "curveShare", updates))}`;
}

const finalLoss = (runs: Runs) => after(runs, "curveTest", longest(runs));

function goneWords({ task, times }: TaskRuns): string {
  const first = times.find(failed);
  if (first === undefined)
    return `${task.name}: at no ηK tried is the training loss gone without the features`;
  const words = `${task.name}: from ηK = ${tolerance(first.at)} on the first linear problem leaves ${percent(firstLinear(first))} of the training loss or less, after ${goneAfter(first)} updates the network's is gone, and the loss on unseen examples stays at ${significant(finalLoss(first), 2)}`;
  const good = times.filter((one) => one.at < first.at && fewest(one) !== undefined).at(-1);
  return good === undefined
    ? words
    : `${words}, while ηK = ${tolerance(good.at)} finds the features in ${fewest(good)} updates`;
}
