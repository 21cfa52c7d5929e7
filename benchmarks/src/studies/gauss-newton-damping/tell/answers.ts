// C2: Gauss–Newton with and without damping, and what damping has to do with the period.
import { largest, smallest } from "@widthwise/measure";
import { exact, percent, significant, tolerance } from "../../../page/units.ts";
import { middleOf } from "../../../telling/gaps.ts";
import { difference, medianOf, medianValue, type Runs, SAME } from "../../../telling/seeds.ts";
import { medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { FILTERS, factors } from "../match.ts";
import type { Params } from "../params.ts";
import { best, distancesOf, matchOf, nearest, runsOf, type TaskRuns } from "./rows.ts";

export function damping(told: Told<Params>) {
  const runs = runsOf(told);
  const words = runs.flatMap(dampingWords);
  if (words.length === 0) return undefined;
  const match = matchWords(runs, told.params.rate);
  return {
    sentence: `${words.map(({ verdict }) => verdict).join(". ")}. ${match.verdict}`,
    details: [`${words.map(({ details }) => details).join(". ")}.`, ...match.details].join(" "),
  };
}

function dampingWords({ task, ordinary, newton }: TaskRuns) {
  const top = best(newton);
  const least = newton.find((one) => medianOf(one, "accuracy") !== undefined);
  if (top === undefined || least === undefined) return [];
  const gain = difference(top, least, "accuracy");
  const against = ordinary && difference(top, ordinary, "accuracy");
  const accuracy = (one: Runs) => medianText(one, "accuracy", percent);
  const updates = (one: Runs) => `λ = ${tolerance(one.at)} (${medianText(one, "updates", exact)} updates)`;
  const resolved =
    gain && (gain.lo > 0 ? "helps" : gain.hi < 0 ? "hurts" : "makes no difference that the seeds resolve");
  return [
    {
      verdict: `On ${task} damping ${resolved ?? "was tried on one seed"}: Gauss–Newton reaches ${accuracy(least)} at the least that solves and ${accuracy(top)} at the best${gain ? `, ${pointsText(gain)} more` : ""}; ordinary training ${ordinary ? accuracy(ordinary) : "was not run"}`,
      details: `**${task}**: the least damping that solves is ${updates(least)}, the best ${updates(top)}${against ? `; best damping less ordinary training: ${pointsText(against)}` : ""}`,
    },
  ];
}

/** Dampings at which both sides of the pair never failed: how far their median accuracies are apart, and K. */
function pairsOf(runs: TaskRuns): { gap: number; period: number }[] {
  return runs.newton.flatMap((one) => {
    const other = matchOf(runs, one);
    const [own, its] = [one, other].map((side) => side && medianOf(side, "accuracy"));
    if (!other || !own || !its) return [];
    return [{ gap: Math.abs(own.value - its.value), period: medianValue(other, "period") }];
  });
}

function matchWords(runs: readonly TaskRuns[], rate: number) {
  const all = runs.flatMap(distancesOf).map(({ distances }) => distances);
  const pairs = runs.flatMap(pairsOf);
  if (all.length === 0 || pairs.length === 0)
    return { verdict: "The match λ = 1/(ηK) could not be tested.", details: [] };
  const atOne = all.map((distances) => distances[factors.indexOf(1)]);
  const gaps = pairs.map(({ gap }) => gap);
  const periods = pairs.map(({ period }) => period);
  const between = `${tolerance(smallest(periods))} to ${tolerance(largest(periods))}`;
  return {
    verdict: `${largest(gaps) <= SAME ? "A damping does what a period does" : "A damping does **not** do what a period does"}, λ = 1/(ηK): after training by either, median accuracies differ by at most ${percent(largest(gaps))}, in the middle ${percent(middleOf(gaps))}.`,
    details: [
      `Against K = ${between} steps of rate ${tolerance(rate)} an update: after one update the two linear models differ by ${significant(smallest(atOne), 2)} to ${significant(largest(atOne), 2)} of the residual (the filters allow ${significant(FILTERS, 3)}), and the nearest of the dampings tried is ${significant(middleOf(all.map(nearest)), 2)} times 1/(ηK) (median).`,
    ],
  };
}
