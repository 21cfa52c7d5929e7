// C4: what remains to be learnt by features after τ ordinary steps.

import { percent } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import { medianText } from "../../../telling/seeds-text.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { enough, type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const { steps } = paramsOf(result);
  const runs = runsOf(result).filter(({ ordinary, after }) => ordinary !== undefined && after.length > 1);
  if (runs.length === 0) return [];
  return [
    {
      question: "C4",
      sentence: `The network linearised once after τ of ${steps} ordinary steps is at most two points below ordinary training, seed by seed: ${runs.map((one) => verdict(one, steps)).join("; ")}.`,
      details: `Median accuracy on unseen examples: ${runs.map((one) => words(one, steps)).join("; ")}.`,
    },
  ];
}

const titleOf = ({ task, optimiser }: OptimiserRuns) => `${task.name}, ${optimiser}`;

function verdict(runs: OptimiserRuns, steps: number): string {
  const from = enough(runs);
  return `${titleOf(runs)} ${from === undefined || from === steps ? "for no τ tried" : `from τ = ${from} on (${percent(from / steps)} of the steps)`}`;
}

function words(runs: OptimiserRuns, steps: number): string {
  const of = (one: Runs) =>
    `τ = ${one.at === steps ? "all" : one.at} ${medianText(one, "accuracy", percent)}`;
  return `${titleOf(runs)}: ${runs.after.map(of).join(", ")}`;
}
