// C4: what remains to be learnt by features after τ ordinary steps.
import { percent } from "../../report/units.ts";
import type { Answer, StudyResult } from "../../run-study/study.ts";
import type { Runs } from "../../tasks/runs.ts";
import { shown } from "../../tasks/show.ts";
import { enough, type OptimiserRuns, paramsOf, runsOf } from "./select.ts";

export function answers(result: StudyResult): Answer[] {
  const { steps } = paramsOf(result);
  const runs = runsOf(result).filter(({ ordinary, after }) => ordinary !== undefined && after.length > 1);
  if (runs.length === 0) return [];
  return [
    {
      question: "C4",
      sentence: `Median accuracy on unseen examples after ${steps} steps, the network linearised once after τ of them. ${runs.map((one) => words(one, steps)).join("; ")}.`,
    },
  ];
}

function words(runs: OptimiserRuns, steps: number): string {
  const of = (one: Runs) => `τ = ${one.at === steps ? "all" : one.at} ${shown(one, "accuracy", percent)}`;
  const from = enough(runs);
  const verdict =
    from === undefined || from === steps
      ? "no τ tried is enough for two points below ordinary training, seed by seed"
      : `from τ = ${from} on (${percent(from / steps)} of the steps) at most two points below ordinary training, seed by seed`;
  return `${runs.task.name}, ${runs.optimiser}: ${runs.after.map(of).join(", ")}; ${verdict}`;
}
