// Training from one start, traced: the runs around the base point, one thing varied at a time.
import type { Interval } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import { cellsWith, listOf, numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult, Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** Ascending in width; lists are by step, with the start first. */
function tracesOf(result: StudyResult) {
  return cellsWith(result, { part: "trace" })
    .map((cell) => ({
      dataset: paramOf(cell, "dataset"),
      shift: paramOf(cell, "shift"),
      n: cell.n,
      width: cell.width,
      /** value of b */
      b: numberOrNaN(cell, "shift"),
      /** null: not converged */
      steps: numberOf(cell, "stepsToTolerance"),
      residuals: listOf(cell, "residuals"),
      firing: listOf(cell, "firingFraction"),
      live: listOf(cell, "liveFraction"),
      /** of every step */
      flips: listOf(cell, "flipsPerFired"),
      lambdaMin: listOf(cell, "lambdaMin"),
      lambdaMax: listOf(cell, "lambdaMax"),
    }))
    .sort((a, b) => a.width - b.width);
}

export type Trace = ReturnType<typeof tracesOf>[number];
type Base = Params["base"];

/** The traces of the base point with one thing changed. */
export function around({ result, params }: Told<Params>, change: Partial<Base> = {}): Trace[] {
  const at = { ...params.base, ...change };
  return tracesOf(result).filter(
    ({ dataset, n, shift }) => dataset === at.dataset && n === at.n && shift === at.shift,
  );
}

/** Traces along the width at one point. */
export interface Series {
  readonly label: string;
  readonly point: Base;
  readonly rows: readonly Trace[];
}

/** One series for every value that was tried of one thing; those without a trace are left out. */
export function seriesBy(told: Told<Params>, what: keyof Base): Series[] {
  const { base, shifts, datasets, n: ns } = told.params;
  const changes: Record<keyof Base, readonly Partial<Base>[]> = {
    shift: shifts.map((shift) => ({ shift })),
    dataset: datasets.map((dataset) => ({ dataset })),
    n: ns.map((n) => ({ n })),
  };
  return changes[what]
    .map((change) => ({
      label: what === "n" ? `n = ${change.n}` : String(change[what]),
      point: { ...base, ...change },
      rows: around(told, change),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** The largest width that was traced with every shift. */
export function commonWidth(told: Told<Params>): number | undefined {
  const widths = told.params.shifts.map((shift) => around(told, { shift }).map(({ width }) => width));
  return widths[0].findLast((width) => widths.every((own) => own.includes(width)));
}

/** Neurons that fire at an input at the start, on average, times n. */
export const firedAtStart = ({ width, firing }: Trace) => firing[0] * width;
export const leastEigenvalue = ({ lambdaMin }: Trace) => lambdaMin[0];
export const condition = ({ lambdaMin, lambdaMax }: Trace) => lambdaMax[0] / lambdaMin[0];

/** Exponent in the width. */
export const growthOf = (rows: readonly Trace[], of: (row: Trace) => number): Interval | undefined =>
  exponentOf(rows.map((row) => ({ x: row.width, y: of(row) })));

/** First and last, or the only one. */
export function ends(values: readonly number[], show: (value: number) => string, between: string): string {
  const shown = values.length > 1 ? [values[0], lastOf(values)] : values;
  return shown.map(show).join(between);
}
