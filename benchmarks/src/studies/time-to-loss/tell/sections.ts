import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import {
  significant,
  time,
  timeInterval,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { factor } from "./answers.ts";
import { bySpeed, nameOf, paramsOf, ratioTo, repeatedRuns, sizesOf, stepsTo, timeTo } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { tolerances } = paramsOf(result);
  const ordered = [...tolerances].sort((a, b) => b - a);
  const target = ordered[ordered.length - 1];
  const tables = sizesOf(repeatedRuns(result)).flatMap(({ n, width, runs }): Block[] => {
    const rows = bySpeed(runs, target);
    const fastest = rows[0];
    return [
      heading(3, `n = ${n}, width ${widthLabel(width)}`),
      table(
        [
          "algorithm",
          "backend",
          "rounds>",
          "initialisation>",
          "a step>",
          ...ordered.map((tolerance) => `to ${toleranceLabel(tolerance)}>`),
          "steps>",
          "against the fastest>",
        ],
        rows.map((run) => {
          const gap = run === fastest ? null : ratioTo(run, fastest, target);
          return [
            nameOf(run),
            run.backend,
            String(run.cells.size),
            time(run.initNs.value),
            run.stepNs ? time(run.stepNs.value) : "–",
            ...ordered.map((tolerance) => {
              const reached = timeTo(run, tolerance);
              if (reached && run.cells.size === 1) return time(reached.value);
              if (reached) return timeInterval(reached.value, reached.lo, reached.hi);
              return tolerance === target ? `no: ‖f−y‖ ${significant(run.leastResidual, 2)}` : "no";
            }),
            significant(stepsTo(run, target) ?? Number.NaN, 3).replace("NaN", "–"),
            run === fastest ? "**fastest**" : gap ? factor(gap) : "–",
          ];
        }),
        sourceOf(result),
      ),
    ];
  });
  return [
    heading(2, "Time to a residual, initialisation included"),
    paragraph(
      `Median over rounds with its interval: order statistics at 95 % from ${leastForInterval} rounds on, least and most below. A step's own time is the median within a run. A step begins with a forward pass, so the step that shows that the target is reached is not counted.`,
    ),
    ...tables,
    heading(2, "What these numbers do not say"),
    list([
      "Gradient descent takes the rate 1/λ_max(G₀), Gauss–Newton full steps, Adam the rates shown: others are not searched.",
      "A run that does not get there was stopped by its budget, by rounding or by a blow-up: the residual beside it is the least of its worst round.",
      "Training loss only: nothing is said about new inputs.",
    ]),
  ];
}
