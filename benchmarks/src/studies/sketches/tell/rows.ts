// The cells of a result by what they are about.
import { median, wilsonInterval } from "@widthwise/measure";
import { expectedSteps, type Kind } from "@widthwise/sketch";
import { cellsWith, listOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

export interface PlainRow {
  readonly data: string;
  readonly n: number;
  readonly width: number;
  readonly condition: number;
  readonly separation: number;
  /** to 1e-3 and to 1e-8; −1: not reached */
  readonly steps: readonly [number, number];
}

export interface EmbeddingRow {
  readonly data: string;
  readonly n: number;
  readonly width: number;
  readonly kind: Kind;
  readonly ratio: number;
  readonly rows: number;
  /** ‖R⁻ᵀ(SA)ᵀSA R⁻¹ − I‖ for A = QR, a key each */
  readonly distortions: readonly number[];
  /** condition number after preconditioning; infinite where the sketch is singular */
  readonly conditions: readonly number[];
  readonly steps: readonly [readonly number[], readonly number[]];
}

export interface TimeRow {
  /** cholesky, cg or a kind of sketch */
  readonly algorithm: string;
  readonly data: string;
  readonly n: number;
  readonly kinds: Readonly<Record<string, number>>;
}

export function plainRows(result: StudyResult): PlainRow[] {
  return cellsWith(result, { part: "plain" }).map((cell) => ({
    data: paramOf(cell, "data"),
    n: cell.n,
    width: cell.width,
    condition: numberOrNaN(cell, "condition"),
    separation: numberOrNaN(cell, "separation"),
    steps: [numberOrNaN(cell, "stepsTo1e3"), numberOrNaN(cell, "stepsTo1e8")],
  }));
}

export function embeddingRows(result: StudyResult): EmbeddingRow[] {
  return cellsWith(result, { part: "embedding" }).map((cell) => {
    const [least, largest] = [listOf(cell, "leastSquares"), listOf(cell, "largestSquares")];
    return {
      data: paramOf(cell, "data"),
      n: cell.n,
      width: cell.width,
      kind: cell.algorithm as Kind,
      ratio: Number(paramOf(cell, "ratio")),
      rows: numberOrNaN(cell, "rows"),
      distortions: least.map((value, k) => Math.max(1 - value, largest[k] - 1)),
      conditions: least.map((value, k) => largest[k] / value),
      steps: [listOf(cell, "stepsTo1e3"), listOf(cell, "stepsTo1e8")],
    };
  });
}

/** Medians over rounds of every measure. */
export function timeRows(result: StudyResult): TimeRow[] {
  const groups = Map.groupBy(cellsWith(result, { part: "time" }), (cell) =>
    JSON.stringify([cell.algorithm, paramOf(cell, "data"), cell.n]),
  );
  return [...groups.values()]
    .map((cells) => ({
      algorithm: cells[0].algorithm,
      data: paramOf(cells[0], "data"),
      n: cells[0].n,
      kinds: Object.fromEntries(
        Object.keys(cells[0].measures ?? {}).map((name) => [
          name,
          median(cells.map((cell) => numberOrNaN(cell, name))),
        ]),
      ),
    }))
    .sort((a, b) => a.n - b.n);
}

/** Steps that did not arrive sort last. */
export function medianSteps(steps: readonly number[]): number {
  return median(steps.map((count) => (count < 0 ? Number.MAX_SAFE_INTEGER : count)));
}

/**
 * A key fails when the preconditioned iteration to 1e-8 does not arrive within twice the steps that the Gaussian limit law
 * promises.
 */
export function failuresOf(rows: readonly EmbeddingRow[]) {
  const trials = rows.flatMap(({ n, rows: s, steps }) =>
    steps[1].map((count) => count < 0 || count > 2 * expectedSteps(n, s, 1e-8)),
  );
  const count = trials.filter(Boolean).length;
  return { count, trials: trials.length, interval: wilsonInterval(count, trials.length) };
}

/** Keys that are no ½-embedding: some squared length is more than halved, or grows by more than a half. */
export function embeddingFailuresOf(rows: readonly EmbeddingRow[]) {
  const trials = rows.flatMap(({ distortions }) => distortions.map((value) => value > 1 / 2));
  const count = trials.filter(Boolean).length;
  return { count, trials: trials.length, interval: wilsonInterval(count, trials.length) };
}

/** The shape with most sketches: the one that is told about. */
export function mainShape(rows: readonly EmbeddingRow[]): EmbeddingRow[] {
  const shapes = [...Map.groupBy(rows, ({ n, width }) => `${n} ${width}`).values()];
  const sizeOf = (own: readonly EmbeddingRow[]) =>
    own.reduce((sum, { distortions }) => sum + distortions.length, 0);
  return shapes.sort((a, b) => sizeOf(b) - sizeOf(a))[0] ?? [];
}

/** Smallest n from which `other` is below `base` for good, by log-linear interpolation; undefined: not in the range. */
export function overtakes(
  ns: readonly number[],
  base: readonly number[],
  other: readonly number[],
): { n: number; always: boolean } | undefined {
  const d = ns.map((_, k) => Math.log(other[k] / base[k]));
  if (!(d[d.length - 1] < 0)) return undefined;
  const before = d.findLastIndex((value) => value >= 0);
  if (before < 0) return { n: ns[0], always: true };
  const share = d[before] / (d[before] - d[before + 1]);
  return { n: ns[before] * (ns[before + 1] / ns[before]) ** share, always: false };
}
