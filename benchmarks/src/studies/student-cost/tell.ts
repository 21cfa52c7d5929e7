// What is said of the cost of a student's run.
import { type Cell, largest, leastForInterval, scheduleStream } from "@widthwise/measure";
import { heading, paragraph, table } from "../../page/document.ts";
import { count, interval, percent, ratio, significant, time, widthLabel } from "../../page/units.ts";
import { middleInterval, ratioOver } from "../../telling/gaps.ts";
import { numberOrNaN } from "../../telling/read-cells.ts";
import { type StudyResult, tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";

/** The aim, in core-seconds for a run of Fig. 1(b), and what the authors' took: 90 minutes of 360 cores for 4624 runs. */
const FIGURE = { width: 50, d: 100, n: 1000, steps: 1e5, aim: 90, authors: (90 * 60 * 360) / 4624 };

export const tell = tellStudy(paramsSchema, {
  finding: ({ result, params: { checkpoints, n, d } }) => {
    const [, cells] = pointsOf(result).find(([width]) => width === FIGURE.width) ?? [];
    const same = largest(checkpoints) === FIGURE.steps && n === FIGURE.n && d === FIGURE.d;
    if (cells === undefined || !same) return undefined;
    const spent = spreadOf(cells, "coreSeconds");
    const kept = spent.hi <= FIGURE.aim ? "within" : "**not within**";
    return `A run of Fig. 1(b), width ${FIGURE.width}, d = ${d}, n = ${n}, ${count(FIGURE.steps)} steps with data and measurements, takes ${interval(spent, seconds)} core-seconds, ${kept} the aim of ${FIGURE.aim}; the authors' sweep took ${significant(FIGURE.authors, 3)} a run on its own machine, ${ratio(FIGURE.authors / spent.value)} as much.`;
  },
  sections: ({ result, params: { rounds, checkpoints, rival } }) => {
    const { seed } = result;
    return [
      heading(2, "Runs and steps"),
      table(
        [
          "width>",
          "core-seconds per run>",
          "a step>",
          "of one thread's FMA peak>",
          `${rival}'s step>`,
          `${rival}/ours>`,
        ],
        pointsOf(result).map(([width, cells]) => [
          widthLabel(width),
          interval(spreadOf(cells, "coreSeconds"), seconds),
          interval(spreadOf(cells, "stepNs"), time),
          interval(spreadOf(cells, "ofPeak"), percent),
          interval(spreadOf(cells, "rivalNs"), time),
          interval(
            ratioOver(valuesOf(cells, "rivalNs"), valuesOf(cells, "stepNs"), {
              key: { seed, stream: scheduleStream },
            }),
            ratio,
          ),
        ]),
      ),
      paragraph(
        `A run has ${count(largest(checkpoints))} steps. ${rounds} rounds: medians with intervals by order statistics at 95 % from ${leastForInterval} rounds on, least and most below. A step has 2ndh multiply-adds in float32 from float64 weights; ${rival} keeps float32 weights and uses as many threads as it likes. A step's time is the least of five samples.`,
      ),
    ];
  },
});

const pointsOf = ({ cells }: StudyResult) =>
  [
    ...Map.groupBy(
      cells.filter(({ status }) => status === "ok"),
      ({ width }) => width,
    ),
  ].sort(([a], [b]) => a - b);

const valuesOf = (cells: readonly Cell[], name: string) => cells.map((cell) => numberOrNaN(cell, name));
const spreadOf = (cells: readonly Cell[], name: string) => middleInterval(valuesOf(cells, name));
const seconds = (value: number) => significant(value, 3);
