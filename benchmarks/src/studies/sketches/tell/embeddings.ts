// What sketches of many keys do on each set of data: distortion, condition and steps, and how many keys fail.
import { wilsonInterval } from "@widthwise/measure";
import { expectedSteps, type Kind } from "@widthwise/sketch";
import { exact, isThere } from "../../../page/units.ts";
import { middleOf, nowhere } from "../../../telling/gaps.ts";
import { cellsWith, listOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

/** Plain conjugate gradients on one set of data. */
export function plainRows(result: StudyResult) {
  return cellsWith(result, { part: "plain" }).map((cell) => ({
    data: paramOf(cell, "data"),
    n: cell.n,
    width: cell.width,
    condition: numberOrNaN(cell, "condition"),
    separation: numberOrNaN(cell, "separation"),
    /** to 1e-3 and to 1e-8; −1: not reached */
    steps: [numberOrNaN(cell, "stepsTo1e3"), numberOrNaN(cell, "stepsTo1e8")] as const,
  }));
}

/** Sketches of one kind and size on one set of data, by many keys. */
export function embeddingRows(result: StudyResult) {
  return cellsWith(result, { part: "embedding" }).map((cell) => {
    const [least, largest] = [listOf(cell, "leastSquares"), listOf(cell, "largestSquares")];
    return {
      data: paramOf(cell, "data"),
      n: cell.n,
      width: cell.width,
      kind: cell.algorithm as Kind,
      ratio: Number(paramOf(cell, "ratio")),
      rows: numberOrNaN(cell, "rows"),
      /** ‖R⁻ᵀ(SA)ᵀSA R⁻¹ − I‖ for A = QR, one per key */
      distortions: least.map((value, k) => Math.max(1 - value, largest[k] - 1)),
      /** condition number after preconditioning; infinite where the sketch is singular */
      conditions: least.map((value, k) => largest[k] / value),
      steps: [listOf(cell, "stepsTo1e3"), listOf(cell, "stepsTo1e8")] as const,
    };
  });
}

export type EmbeddingRow = ReturnType<typeof embeddingRows>[number];

/** The shape with most sketches: the one that is told about. */
export function mainShape(rows: readonly EmbeddingRow[]): EmbeddingRow[] {
  const shapes = [...Map.groupBy(rows, ({ n, width }) => `${n} ${width}`).values()];
  const sizeOf = (own: readonly EmbeddingRow[]) =>
    own.reduce((sum, { distortions }) => sum + distortions.length, 0);
  return shapes.sort((a, b) => sizeOf(b) - sizeOf(a))[0] ?? [];
}

/** Over keys; steps that did not arrive sort last. */
export function medianSteps({ steps }: EmbeddingRow, which: 0 | 1): number {
  return middleOf(steps[which].map((count) => (count < 0 ? Number.MAX_SAFE_INTEGER : count)));
}

export const stepWords = (steps: number) => (steps < 0 || steps > 1e9 ? "never" : exact(steps));

function failing(trials: readonly boolean[]) {
  const count = trials.filter(Boolean).length;
  const interval = trials.length > 0 ? wilsonInterval(count, trials.length) : nowhere;
  return { count, trials: trials.length, interval };
}

/**
 * A key fails when the preconditioned iteration to 1e-8 does not arrive within twice the steps that the Gaussian limit law
 * promises.
 */
export const failuresOf = (rows: readonly EmbeddingRow[]) =>
  failing(
    rows
      .filter((row) => isThere(row.rows))
      .flatMap(({ n, rows: s, steps }) =>
        steps[1].map((count) => count < 0 || count > 2 * expectedSteps(n, s, 1e-8)),
      ),
  );

/** Keys that are no ½-embedding: some squared length is more than halved, or grows by more than a half. */
export const embeddingFailuresOf = (rows: readonly EmbeddingRow[]) =>
  failing(rows.flatMap(({ distortions }) => distortions.map((value) => value > 1 / 2)));
