// Runs of a result by rate and period, seeds gathered.
import { type Cell, type Interval, medianInterval } from "@widthwise/measure";
import { listOf, numberOf, paramOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { type Params, paramsSchema } from "./params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** One period at one rate. */
export interface Period {
  readonly rate: number;
  readonly period: number;
  readonly cells: readonly Cell[];
}

/** Every rate with its periods, ascending. */
export function ratesOf({ cells }: StudyResult): { rate: number; periods: Period[] }[] {
  const ok = cells.filter(({ status }) => status === "ok");
  return [...Map.groupBy(ok, (cell) => Number(paramOf(cell, "rate")))]
    .sort(([a], [b]) => a - b)
    .map(([rate, own]) => ({
      rate,
      periods: [...Map.groupBy(own, (cell) => Number(paramOf(cell, "period")))]
        .sort(([a], [b]) => a - b)
        .map(([period, cells]) => ({ rate, period, cells })),
    }));
}

/** The median over seeds with its interval; null where a seed blew up. */
export function medianOf({ cells }: Period, measure: string): Interval | null {
  const values = cells.map((cell) => numberOf(cell, measure));
  return values.some((value) => value === null) ? null : medianInterval(values as number[]);
}

/** Median test loss over seeds when so many steps were done. */
export function lossAfter({ cells }: Period, step: number): number {
  const losses = cells.map((cell) => listOf(cell, "curveLosses")[listOf(cell, "curveSteps").indexOf(step)]);
  return medianInterval(losses).value;
}
