// C4: what remains to be learnt by features after τ ordinary steps.
import { percent } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import { medianText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { enough, type OptimiserRuns, runsOf } from "./rows.ts";

export function early(told: Told<Params>) {
  const { steps } = told.params;
  const all = runsOf(told).filter(({ ordinary, after }) => ordinary !== undefined && after.length > 1);
  if (all.length === 0) return undefined;
  const verdict = (runs: OptimiserRuns) => {
    const from = enough(runs);
    return `${runs.title} ${from === undefined || from === steps ? "for no τ tried" : `from τ = ${from} on (${percent(from / steps)} of the steps)`}`;
  };
  const of = (one: Runs) =>
    `τ = ${one.at === steps ? "all" : one.at} ${medianText(one, "accuracy", percent)}`;
  return {
    sentence: `The network linearised once after τ of ${steps} ordinary steps is at most two points below ordinary training, seed by seed: ${all.map(verdict).join("; ")}.`,
    details: `Median accuracy on unseen examples: ${all.map(({ title, after }) => `${title}: ${after.map(of).join(", ")}`).join("; ")}.`,
  };
}
