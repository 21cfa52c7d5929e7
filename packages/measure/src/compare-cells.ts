// Head against base, cell by cell: the ratio of times, and a verdict with the family-wise error of all cells.
import { type SeriesShape, seriesShape, type TimedCell } from "./cells.ts";
import { acrossProcesses, changeTest, logsByProcess } from "./change.ts";
import type { Comparison } from "./comparison.ts";
import { type Interval, median, medianInterval } from "./statistics/location.ts";
import { leastProcesses } from "./statistics/processes.ts";
import { hodgesLehmann, holm, mannWhitney, signTestAbove } from "./statistics/ranks.ts";
import type { LevelThreshold } from "./thresholds.ts";
import { bluntReason, decide, expInterval, moreRounds, type ThresholdTest, twoSided } from "./verdict.ts";

/** One cell as both results have it, and the test of its ln(head/base). */
export interface CellPair {
  readonly old: TimedCell;
  readonly now: TimedCell;
  readonly test: ThresholdTest;
}

/** What a comparison names a cell by. */
export const cellShape = (cell: SeriesShape & { readonly d: number; readonly width: number }) => ({
  ...seriesShape(cell),
  d: cell.d,
  width: cell.width,
});

/**
 * Tests ln(head/base) of one cell against ±ln(1 + level). `paired`, where rounds are common: the differences, from three processes on by
 * the scatter between them, else by order statistics and the sign test. Otherwise Hodges–Lehmann and Mann–Whitney on the logarithms of all
 * times. O(rounds²).
 */
export function pairCells(old: TimedCell, now: TimedCell, level: LevelThreshold, paired: boolean): CellPair {
  const limit = Math.log1p(level.value);
  const found = (estimate: Interval, pAbove: number, pBelow: number): CellPair => ({
    old,
    now,
    test: { estimate, limit, blunt: level.blunt, pAbove, pBelow },
  });
  const logs = paired ? [...logsByProcess({ old, now }).values()] : [];
  if (logs.length >= leastProcesses)
    return { old, now, test: changeTest(acrossProcesses(logs.map(median)), limit, level.blunt) };
  const d = logs.flat();
  if (d.length > 0)
    return found(
      medianInterval(d),
      signTestAbove(d.map((v) => v - limit)),
      signTestAbove(d.map((v) => -limit - v)),
    );
  const [x, y] = [now, old].map(({ timing }) => timing.samples.map(Math.log));
  const shifted = (by: number) => x.map((v) => v + by);
  return found(
    hodgesLehmann(x, y),
    mannWhitney(shifted(-limit), y).pAbove,
    mannWhitney(shifted(limit), y).pBelow,
  );
}

/** A verdict per cell, p adjusted over all of them (Holm 1979). */
export function compareCells(
  pairs: readonly CellPair[],
  level: LevelThreshold,
  alpha: number,
): Comparison["cells"] {
  const adjusted = holm(pairs.map(({ test }) => twoSided(test)));
  return pairs.map(({ old, now, test }, i) => {
    const verdict = decide(test, adjusted[i], alpha);
    const told = {
      ...cellShape(old),
      verdict,
      ratio: expInterval(test.estimate),
      threshold: level.value,
      p: adjusted[i],
    };
    if (verdict !== "inconclusive") return { ...told, moreRounds: null };
    const more = moreRounds(test, Math.min(old.timing.samples.length, now.timing.samples.length));
    const undecided = test.blunt ? bluntReason : "on the threshold: no number of rounds decides it";
    const reason = more === null ? undecided : `about ${more} more rounds would decide it`;
    return { ...told, moreRounds: more, reason };
  });
}
