// The cells of a result by what they are about.
import { normalTail } from "@widthwise/core";
import { cellsWith, listOf, numberOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export interface TraceRow {
  readonly dataset: string;
  readonly n: number;
  readonly shift: string;
  readonly width: number;
  /** value of b */
  readonly b: number;
  readonly steps: number | null;
  readonly residuals: readonly number[];
  readonly firing: readonly number[];
  readonly live: readonly number[];
  readonly flips: readonly number[];
  readonly lambdaMin: readonly number[];
  readonly lambdaMax: readonly number[];
}

export interface RequiredRow {
  readonly n: number;
  readonly shift: string;
  readonly width: number;
  readonly convergedShare: number;
  readonly medianSteps: number | null;
}

export interface DeepRow {
  readonly shift: string;
  readonly width: number;
  readonly layer: number;
  readonly firing: number;
  readonly theory: number;
  readonly live: number;
  readonly n: number;
  readonly meanCosine: number;
}

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function traceRows(result: StudyResult): TraceRow[] {
  return cellsWith(result, { part: "trace" })
    .map((cell) => ({
      dataset: paramOf(cell, "dataset"),
      shift: paramOf(cell, "shift"),
      n: cell.n,
      width: cell.width,
      b: numberOf(cell, "shift") ?? 0,
      steps: numberOf(cell, "stepsToTolerance"),
      residuals: listOf(cell, "residuals"),
      firing: listOf(cell, "firingFraction"),
      live: listOf(cell, "liveFraction"),
      flips: listOf(cell, "flipsPerFired"),
      lambdaMin: listOf(cell, "lambdaMin"),
      lambdaMax: listOf(cell, "lambdaMax"),
    }))
    .sort((a, b) => a.width - b.width);
}

export function requiredRows(result: StudyResult): RequiredRow[] {
  return cellsWith(result, { part: "required" })
    .map((cell) => ({
      n: cell.n,
      shift: paramOf(cell, "shift"),
      width: cell.width,
      convergedShare: numberOf(cell, "convergedShare") ?? 0,
      medianSteps: numberOf(cell, "medianSteps"),
    }))
    .sort((a, b) => a.n - b.n || a.width - b.width);
}

export function deepRows(result: StudyResult): DeepRow[] {
  return cellsWith(result, { part: "deep" })
    .map((cell) => ({
      shift: paramOf(cell, "shift"),
      width: cell.width,
      layer: Number(paramOf(cell, "layer")),
      n: cell.n,
      firing: numberOf(cell, "firingFraction") ?? 0,
      theory: cell.firing?.theory ?? 0,
      live: numberOf(cell, "liveFraction") ?? 0,
      meanCosine: numberOf(cell, "meanCosine") ?? 0,
    }))
    .sort((a, b) => a.layer - b.layer || a.width - b.width);
}

/** The traces of the base point with one thing changed. */
export function around(result: StudyResult, change: Partial<Params["base"]> = {}): TraceRow[] {
  const at = { ...paramsOf(result).base, ...change };
  return traceRows(result).filter(
    ({ dataset, n, shift }) => dataset === at.dataset && n === at.n && shift === at.shift,
  );
}

/** The c of c=0.48; undefined for a fixed b. */
export const cOf = (shift: string): number | undefined =>
  shift.startsWith("c=") ? Number(shift.slice(2)) : undefined;

/**
 * Local exponent of m·Φ̄(b) in m: 1 − c·h(b)/(2b) for b = √(c ln m), with h = φ/Φ̄ the hazard rate, since
 * db/d ln m = c/(2b); 1 for a fixed b, and for c = 0.
 */
export function localExponent(shift: string, b: number): number {
  const c = cOf(shift);
  if (c === undefined || c === 0) return 1;
  const hazard = Math.exp(-0.5 * b * b) / Math.sqrt(2 * Math.PI) / normalTail(b);
  return 1 - (c * hazard) / (2 * b);
}

/** For each n the least width from which all seeds converge at every width tried. */
export function requiredWidths(rows: readonly RequiredRow[]): { n: number; width: number; steps: number }[] {
  return [...Map.groupBy(rows, ({ n }) => n)].flatMap(([n, own]) => {
    const failing = own.findLastIndex(({ convergedShare }) => convergedShare < 1);
    const first = own[failing + 1];
    return first?.medianSteps == null ? [] : [{ n, width: first.width, steps: first.medianSteps }];
  });
}
