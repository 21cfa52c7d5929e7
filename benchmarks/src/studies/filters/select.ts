// Runs of a result by network and α, seeds gathered.
import type { Cell } from "@widthwise/measure";
import { listOf, paramOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { type Params, paramsSchema } from "./params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export type Net = "lenet" | "cnn";

export type Quantity =
  | "kernelDistance"
  | "hamming"
  | "parameterDistance"
  | "roughness"
  | "trainLoss"
  | "testAccuracy";

/** One α of one network, by seed. */
export interface Group {
  readonly alpha: number;
  readonly cells: readonly Cell[];
}

export function groupsOf({ cells }: StudyResult, net: Net): Group[] {
  const ok = cells.filter(({ status, algorithm }) => status === "ok" && algorithm === net);
  return [...Map.groupBy(ok, (cell) => Number(paramOf(cell, "alpha")))]
    .sort(([a], [b]) => a - b)
    .map(([alpha, own]) => ({ alpha, cells: own }));
}

/** Steps looked at, the same for all. */
export const stepsOf = ({ cells: [cell] }: Group): number[] => listOf(cell, "steps");

export interface Spread {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** Mean, least and most over seeds at look number `look`; negative: from the end. */
export function spreadAt({ cells }: Group, quantity: Quantity, look: number): Spread {
  const values = cells.map((cell) => listOf(cell, quantity).at(look) ?? Number.NaN);
  return {
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    lo: Math.min(...values),
    hi: Math.max(...values),
  };
}
