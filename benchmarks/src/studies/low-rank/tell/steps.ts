// Times of one step and of preparation by the network's size.
import type { Interval } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { cellsWith, numberOrNaN } from "../../../telling/read-cells.ts";
import { gathered, medianValue, type Runs, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** By width, ascending. */
export const stepRows = ({ result }: Told<Params>): Runs[] =>
  gathered(cellsWith(result, { part: "step" }), ({ width }) => width);

export const parametersOf = ({ cells }: Seeds): number => numberOrNaN(cells[0], "parameters");

/** Exponent of a step's time in the parameter count, over medians. */
export const stepExponent = (
  told: Told<Params>,
  measure: "lowRankStepNs" | "backpropStepNs",
): Interval | undefined =>
  exponentOf(stepRows(told).map((row) => ({ x: parametersOf(row), y: medianValue(row, measure) })));
