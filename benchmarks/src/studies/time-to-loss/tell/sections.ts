// A table for every size: initialisation, a step, and the time to every residual, fastest first.
import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, paragraph } from "../../../page/document.ts";
import { type Cells, section } from "../../../page/section.ts";
import {
  significant,
  time,
  timeInterval,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { factor } from "./answers.ts";
import { bySpeed, nameOf, type Repeated, ratioTo, repeatedRuns, sizesOf, stepsTo, timeTo } from "./runs.ts";

export function sections({ result, params, note }: Told<Params>): (Block | Block[])[] {
  const ordered = [...params.tolerances].sort((a, b) => b - a);
  const target = ordered[ordered.length - 1];
  return [
    heading(2, "Time to a residual, initialisation included"),
    paragraph(
      `Median over rounds with its interval: order statistics at 95 % from ${leastForInterval} rounds on, least and most below. ${note("steps")}`,
    ),
    ...sizesOf(repeatedRuns(result)).map(({ n, width, runs }) => {
      const rows = bySpeed(runs, target);
      return section({
        heading: `n = ${n}, width ${widthLabel(width)}`,
        level: 3,
        rows,
        columns: [
          ["algorithm", nameOf],
          ["backend", (run) => run.backend],
          ["rounds>", (run) => String(run.cells.length)],
          ["initialisation>", (run) => time(run.initNs.value)],
          ["a step>", (run) => time(run.stepNs?.value)],
          ...ordered.map((tolerance) => timeColumn(tolerance, target)),
          ["steps>", (run) => significant(stepsTo(run, target), 3)],
          ["against the fastest>", (run) => against(run, rows[0], target)],
        ],
      });
    }),
  ];
}

/** Why a run did not get to the smallest of the tolerances is said there. */
const timeColumn = (tolerance: number, smallest: number): Cells<Repeated> => [
  `to ${toleranceLabel(tolerance)}>`,
  (run) => {
    const reached = timeTo(run, tolerance);
    if (reached === undefined)
      return tolerance === smallest ? `no: ‖f−y‖ ${significant(run.leastResidual, 2)}` : "no";
    if (run.cells.length === 1) return time(reached.value);
    return timeInterval(reached.value, reached.lo, reached.hi);
  },
];

function against(run: Repeated, fastest: Repeated, target: number): string {
  if (run === fastest) return "**fastest**";
  const gap = ratioTo(run, fastest, target);
  return gap === undefined ? "–" : factor(gap);
}
