// C1, C3 and C7: accuracy on unseen examples by period, by rate, and where every linearised problem is solved.
import { dash, exact, percent } from "../../../page/units.ts";
import {
  difference,
  looksOf,
  medianAt,
  medianOf,
  medianValue,
  type Runs,
  SAME,
} from "../../../telling/seeds.ts";
import { medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { joined, type Part } from "./parts.ts";
import { allNamed, mainOf, type Named, type Period } from "./rows.ts";

const accuracyOf = (runs: Runs) => medianText(runs, "accuracy", percent);

export const byPeriod = (told: Told<Params>) =>
  joined(
    mainOf(told).map((one) => curvePart(one, told.params.steps)),
    "Median accuracy on unseen examples. ",
  );

function curvePart({ runs: { title, periods }, every, none }: Named, steps: number): Part {
  const accuracy = (one: Period, at: number) => medianAt(one, "curveAccuracy", at);
  const share = (one: Period, at: number) => {
    const value = accuracy(one, at);
    return value === undefined ? "diverged" : percent(value);
  };
  const curve = (at: number) => periods.map((one) => `K = ${one.name} ${share(one, at)}`).join(", ");
  /** The longest period up to which none falls more than two points below ordinary training. */
  const kept = (at: number) => {
    const least = (accuracy(every, at) ?? Number.NaN) - SAME;
    const fallen = periods.findIndex((period) => !((accuracy(period, at) ?? -1) >= least));
    if (fallen === 0) return dash;
    return periods.at(fallen === -1 ? -1 : fallen - 1)!.name;
  };
  const early = looksOf(periods).find((step) => step >= steps / 10) ?? Number.NaN;
  return {
    verdict: `${title}: after ${steps} steps periods to K = ${kept(steps)} are within two points of ordinary training (${share(every, steps)}), while the fixed kernel has ${share(none, steps)}; after ${exact(early)} steps, those to K = ${kept(early)}`,
    details: `${title}, ${steps} steps: ${curve(steps)}; after ${exact(early)} steps: ${curve(early)}`,
  };
}

export function byRate(told: Told<Params>) {
  const descents = allNamed(told).filter(({ runs }) => runs.optimiser.startsWith("sgd"));
  const parts = [...Map.groupBy(descents, ({ runs }) => runs.task.name)]
    .filter(([, own]) => own.length > 1)
    .map(([task, own]): Part => {
      const rates = own.map(ratePart);
      const join = (what: keyof Part) => `${task}: ${rates.map((rate) => rate[what]).join("; ")}`;
      return { verdict: join("verdict"), details: join("details") };
    });
  return joined(parts, "", "Accuracy by rate. ");
}

function ratePart({ runs, every, few, none }: Named): Part {
  const rate = `rate ${runs.optimiser.split(" ")[1]}`;
  const bad = runs.periods.filter((period) => medianOf(period, "accuracy") === undefined);
  const diverged = bad.length > 0 ? `a seed diverges at K = ${bad.map(({ name }) => name).join(", ")}` : "";
  const [loss, gain] = [difference(every, few, "accuracy"), difference(few, none, "accuracy")];
  const compared =
    loss && gain
      ? `K = ${few.at} is ${pointsText(loss)} below ordinary training and ${pointsText(gain)} above the fixed kernel`
      : diverged;
  return {
    verdict: `${rate}: ${compared}`,
    details: `${rate}: K = 1 ${accuracyOf(every)}, K = ${few.at} ${accuracyOf(few)}, K = ∞ ${accuracyOf(none)}${diverged && `, ${diverged}`}`,
  };
}

export const solvedEachTime = (told: Told<Params>) =>
  joined(
    mainOf(told).flatMap(solvedPart),
    "Every linearised problem solved to the same share of its first residual: ",
  );

function solvedPart({ runs: { title, solved }, every }: Named): Part[] {
  if (solved.length === 0) return [];
  const count = (one: Runs, measure: string) => medianText(one, measure, exact);
  const updates = (one: Runs) => medianValue(one, "updates");
  const of = (one: Period) =>
    updates(one) === 0
      ? `${one.name} not solved once in ${count(one, "steps")} steps`
      : `${one.name} ${accuracyOf(one)} (${count(one, "updates")} updates in ${count(one, "steps")} steps)`;
  const kept = solved.filter(
    (one) =>
      updates(one) > 0 && (difference(one, every, "accuracy")?.value ?? Number.NEGATIVE_INFINITY) >= -SAME,
  );
  const tightest = kept.at(-1);
  return [
    {
      verdict:
        tightest === undefined
          ? `${title}: none solved keeps within two points of ordinary training`
          : `${title}: solved ${tightest.name} it keeps within two points of ordinary training with ${count(tightest, "updates")} updates (${accuracyOf(tightest)} against ${accuracyOf(every)})`,
      details: `${title}: K = 1 ${accuracyOf(every)}, ${solved.map(of).join(", ")}`,
    },
  ];
}
