// C9: the least number of updates; C10: when few fail because the training loss is gone first.
import { largest, smallest } from "@widthwise/measure";
import { percent, significant, tolerance } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { after, failed, fewest, firstLinear, goneAfter, inTheEnd, runsOf, type TaskRuns } from "./rows.ts";

export function fewestUpdates(told: Told<Params>) {
  const runs = runsOf(told).map((one) => ({ ...one, best: quickest(one) }));
  if (runs.length === 0) return undefined;
  const found = runs.flatMap(({ best }) => best?.updates ?? []);
  return {
    sentence:
      found.length === 0
        ? "No length of training between updates finds the features of any task."
        : `${smallest(found)} to ${largest(found)} updates find the features of ${found.length} of ${runs.length} tasks, at the best length ηK of training between updates: ${runs.map(({ task, best }) => `${task}: ${best?.updates ?? "never"}`).join("; ")}.`,
    details: `Fewest updates to a tenth of the loss of knowing nothing: ${runs.map(fewestWords).join("; ")}.`,
  };
}

type Quickest = { one: Runs; updates: number } | undefined;

/** The length of training with the fewest updates until found; undefined where none finds them. */
function quickest({ times }: TaskRuns): Quickest {
  const found = times.flatMap((one) => {
    const updates = fewest(one);
    return updates === undefined ? [] : [{ one, updates }];
  });
  return found.sort((a, b) => a.updates - b.updates)[0];
}

function fewestWords({ task, ordinary, best }: TaskRuns & { best: Quickest }): string {
  const loss = ordinary ? ` (ordinary training ends at ${finalLoss(ordinary)})` : "";
  if (best === undefined) return `${task}: no ηK tried gets there${loss}`;
  const { one, updates } = best;
  const share = (update: number) => percent(after(one, "curveShare", update));
  return `${task}: ${updates}, with ηK = ${tolerance(one.at)}${loss}; the share of the first weights' energy on the label's inputs goes from ${share(0)} to ${share(updates)}`;
}

const finalLoss = (runs: Runs) => significant(inTheEnd(runs, "curveTest"), 2);

export function whenFewFail(told: Told<Params>) {
  const runs = runsOf(told);
  if (runs.length === 0) return undefined;
  const lost = runs.filter(({ times }) => times.some(failed));
  return {
    sentence: `When ηK is long enough for the linear problem to be solved before the first updates, which happens in ${lost.length} of ${runs.length} tasks${lost.length > 0 ? ` (${lost.map(({ task }) => task).join("; ")})` : ""}.`,
    details: `${runs.map(goneWords).join("; ")}.`,
  };
}

function goneWords({ task, times }: TaskRuns): string {
  const first = times.find(failed);
  if (first === undefined) return `${task}: at no ηK tried is the training loss gone without the features`;
  const words = `${task}: from ηK = ${tolerance(first.at)} on the first linear problem leaves ${percent(firstLinear(first))} of the training loss or less, after ${goneAfter(first)} updates the network's is gone, and the loss on unseen examples stays at ${finalLoss(first)}`;
  const good = times.filter((one) => one.at < first.at && fewest(one) !== undefined).at(-1);
  return good === undefined
    ? words
    : `${words}, while ηK = ${tolerance(good.at)} finds the features in ${fewest(good)} updates`;
}
