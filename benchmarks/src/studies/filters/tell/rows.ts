// Runs of a result by network and α, seeds gathered.
import { type Cell, type Interval, mean } from "@widthwise/measure";
import { cellsWith, listOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";
import type { Quantity } from "../run.ts";

export type { Quantity };

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export type Net = "lenet" | "cnn";

/** One α of one network, by seed. */
export interface Group {
  readonly alpha: number;
  readonly cells: readonly Cell[];
}

export function groupsOf(result: StudyResult, net: Net): Group[] {
  return [...Map.groupBy(cellsWith(result, {}, net), (cell) => Number(paramOf(cell, "alpha")))]
    .sort(([a], [b]) => a - b)
    .map(([alpha, own]) => ({ alpha, cells: own }));
}

/** Steps looked at, the same for all. */
export const stepsOf = ({ cells: [cell] }: Group): number[] => listOf(cell, "steps");

/** Mean, least and most over seeds at look number `look`; negative: from the end. */
export function spreadAt({ cells }: Group, quantity: Quantity, look: number): Interval {
  const values = cells.map((cell) => listOf(cell, quantity).at(look) ?? Number.NaN);
  return { value: mean(values), lo: Math.min(...values), hi: Math.max(...values) };
}
