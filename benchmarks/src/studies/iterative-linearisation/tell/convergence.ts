// C6: steps to a training loss, against the period.
import { percent, significant } from "../../../page/units.ts";
import { curvePoints, type Runs } from "../../../telling/seeds.ts";
import { medianText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { mainOf, type Period } from "./rows.ts";

/** Of the training loss at the first look: what convergence is timed to. */
const CONVERGED = 0.01;

/** First look at which the median training loss is low enough. */
export function stepsToConverge(runs: Runs): number | undefined {
  const curve = curvePoints(runs, "curveTrain");
  return curve.find(({ y }) => y < CONVERGED * curve[0].y)?.x;
}

export function convergence(told: Told<Params>) {
  const main = mainOf(told).map((one) => ({ ...one, first: stepsToConverge(one.every) }));
  if (main.length === 0) return undefined;
  const later = main.every(
    ({ few, first }) => first !== undefined && (stepsToConverge(few) ?? Infinity) > first,
  );
  const words = main.map(({ runs, every, few, none, first }) => {
    const of = (one: Period) => {
      const found = stepsToConverge(one);
      const times = found && first && found !== first ? ` (${significant(found / first, 2)} times)` : "";
      return `K = ${one.name} ${found === undefined ? "never" : `after ${found} steps${times}`}, in the end ${medianText(one, "trainLoss")}`;
    };
    return `${runs.title}: ${[every, few, none].map(of).join("; ")}`;
  });
  return `${later ? "A longer period converges later. " : ""}Training loss below ${percent(CONVERGED)} of that after the first step: ${words.join("; ")}.`;
}
