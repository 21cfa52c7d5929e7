// The least width from which training converges from every seed.
import type { Interval } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { cellsWith, numberOf, numberOrNaN } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

/** Widths tried with a shift, ascending in n, then in width. */
export function triedWidths(result: StudyResult, shift: string) {
  return cellsWith(result, { part: "required", shift })
    .map((cell) => ({
      n: cell.n,
      width: cell.width,
      convergedShare: numberOrNaN(cell, "convergedShare"),
      medianSteps: numberOf(cell, "medianSteps"),
    }))
    .sort((a, b) => a.n - b.n || a.width - b.width);
}

export interface RequiredWidth {
  readonly n: number;
  readonly width: number;
  /** median over seeds */
  readonly steps: number;
}

/** For each n the least width from which all seeds converge at every width tried. */
export function requiredWidths(tried: ReturnType<typeof triedWidths>): RequiredWidth[] {
  return [...Map.groupBy(tried, ({ n }) => n)].flatMap(([n, own]) => {
    const failing = own.findLastIndex(({ convergedShare }) => !(convergedShare >= 1));
    const first = own[failing + 1];
    return first?.medianSteps == null ? [] : [{ n, width: first.width, steps: first.medianSteps }];
  });
}

/** Exponent of the width in n. */
export const growthInN = (found: readonly RequiredWidth[]): Interval | undefined =>
  exponentOf(found.map(({ n, width }) => ({ x: n, y: width })));
