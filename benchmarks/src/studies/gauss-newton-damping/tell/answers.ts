// C2: Gauss–Newton with and without damping, and what damping has to do with the period.
import { median } from "@widthwise/measure";
import { percent, significant, tolerance } from "../../../page/units.ts";
import { difference, medianOf, type Runs, SAME } from "../../../telling/seeds.ts";
import { medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import { best, distancesOf, nearest, paramsOf, runsOf, type TaskRuns } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const runs = runsOf(result);
  const words = runs.flatMap(dampingWords);
  if (words.length === 0) return [];
  const join = (what: "verdict" | "details") => words.map((one) => one[what]).join(". ");
  const match = matchWords(runs, result);
  return [
    {
      question: "C2",
      sentence: `${join("verdict")}. ${match.verdict}`,
      details: [`${join("details")}.`, ...(match.details ?? [])].join(" "),
    },
  ];
}

function dampingWords({ task, ordinary, newton }: TaskRuns) {
  const top = best(newton);
  const least = newton.find((one) => medianOf(one, "accuracy") !== undefined);
  if (top === undefined || least === undefined) return [];
  const gain = difference(top, least, "accuracy");
  const against = ordinary && difference(top, ordinary, "accuracy");
  const accuracy = (one: Runs) => medianText(one, "accuracy", percent);
  const resolved =
    gain && (gain.lo > 0 ? "helps" : gain.hi < 0 ? "hurts" : "makes no difference that the seeds resolve");
  return [
    {
      verdict: `On ${task.name} damping ${resolved ?? "was tried on one seed"}: Gauss–Newton reaches ${accuracy(least)} at the least that solves and ${accuracy(top)} at the best${gain ? `, ${pointsText(gain)} more` : ""}; ordinary training ${ordinary ? accuracy(ordinary) : "was not run"}`,
      details: `**${task.name}**: the least damping that solves is λ = ${tolerance(least.at)} (${medianText(least, "updates", String)} updates), the best λ = ${tolerance(top.at)} (${medianText(top, "updates", String)} updates)${against ? `; best damping less ordinary training: ${pointsText(against)}` : ""}`,
    },
  ];
}

/** Dampings at which both sides of the pair never failed. */
export function pairsOf({ newton, descent }: TaskRuns): { newton: Runs; descent: Runs }[] {
  return newton.flatMap((one) => {
    const other = descent.find(({ at }) => at === one.at);
    const both = other && medianOf(one, "accuracy") && medianOf(other, "accuracy");
    return both ? [{ newton: one, descent: other }] : [];
  });
}

function matchWords(runs: readonly TaskRuns[], result: StudyResult) {
  const all = runs.flatMap(({ newton }) => newton.map(distancesOf)).filter(({ length }) => length > 0);
  const pairs = runs.flatMap(pairsOf);
  if (all.length === 0 || pairs.length === 0) return { verdict: "The match λ = 1/(ηK) could not be tested." };
  const atOne = all.map((distances) => distances[factors.indexOf(1)]);
  const gaps = pairs.map(({ newton, descent }) =>
    Math.abs(medianOf(newton, "accuracy")!.value - medianOf(descent, "accuracy")!.value),
  );
  const { rate } = paramsOf(result);
  const periods = pairs.map(({ descent }) => medianOf(descent, "period")!.value);
  const between = `${tolerance(Math.min(...periods))} to ${tolerance(Math.max(...periods))}`;
  return {
    verdict: `${Math.max(...gaps) <= SAME ? "A damping does what a period does" : "A damping does **not** do what a period does"}, λ = 1/(ηK): after training by either, median accuracies differ by at most ${percent(Math.max(...gaps))}, in the middle ${percent(median(gaps))}.`,
    details: [
      `Against K = ${between} steps of rate ${tolerance(rate)} an update: after one update the two linear models differ by ${significant(Math.min(...atOne), 2)} to ${significant(Math.max(...atOne), 2)} of the residual (the filters allow 0.204), and the nearest of the dampings tried is ${significant(median(all.map(nearest)), 2)} times 1/(ηK) (median).`,
    ],
  };
}
