// Two results of one machine: for each cell, and for each series level and exponent apart, one of five honest words.
import { cellName, isTimed, seriesName } from "./cells.ts";
import { incomparable } from "./comparable.ts";
import { cellShape, compareCells, pairCells } from "./compare-cells.ts";
import { compareSeries } from "./compare-series.ts";
import { type Comparison, comparisonSchemaName } from "./comparison.ts";
import { verdictOf } from "./confirm.ts";
import { measureBaseAgain, measureHeadAgain } from "./measure-again.ts";
import { missingReasons, whyNoTime } from "./missing-cells.ts";
import type { Cell, Result } from "./schema.ts";
import { defaultExponent, largestLevel, levelThreshold } from "./thresholds.ts";

/** Options of `compareResults`: the error rate, the practical thresholds, and how the two were measured. */
export interface CompareOptions {
  /** family-wise, over cells and over series; default 0.05 */
  readonly alpha?: number;
  /**
   * practical threshold of a level; default max(3 %, twice the 95th percentile of the files' A/A pairs), and above 20 %
   * nothing is called the same. One that a caller states is taken as it is.
   */
  readonly level?: number;
  /** practical threshold of a single cell, whose layout in memory alone can move it; default that of a level */
  readonly cell?: number;
  /** practical threshold of an exponent; default 0.02, which twenty rounds of seven widths resolve */
  readonly exponent?: number;
  /** both were measured inside the same rounds of the same processes; default false, as two files usually were not */
  readonly paired?: boolean;
}

const sourceOf = ({ commit, dirty, commitUnknown, startedAt }: Result) => ({
  commit,
  dirty,
  ...(commitUnknown === undefined ? {} : { commitUnknown }),
  ...(startedAt === undefined ? {} : { startedAt }),
});

const byName = <C extends Cell>(cells: readonly C[]) => new Map(cells.map((c) => [cellName(c), c]));

/**
 * Verdicts on head against base. A cell is `worse` when its time ratio is beyond the practical threshold with
 * family-wise error alpha, `same` only when the whole interval lies within it, `invalid` when head's answer is wrong
 * where base's was right; over the widths of a series, level and exponent are judged apart (`compareSeries`). Results
 * that may not be compared are `invalid` as a whole, with the reasons and the command that mends it; so is a head
 * without a time for what the base has timed. An inconclusive cell of a judged series leaves nothing open (`verdictOf`): one cell
 * at twenty rounds and 3 % noise often straddles the threshold. O(cells·rounds²).
 */
export function compareResults(base: Result, head: Result, options: CompareOptions = {}): Comparison {
  const { alpha = 0.05, exponent = defaultExponent, paired = false } = options;
  const level =
    options.level === undefined ? levelThreshold(base, head) : { value: options.level, blunt: false };
  const cellLevel = options.cell === undefined ? level : { value: options.cell, blunt: false };
  const comparison = {
    schema: comparisonSchemaName,
    base: sourceOf(base),
    head: sourceOf(head),
    machine: base.machine.id,
    paired,
    alpha,
    thresholds: { level: level.value, cell: cellLevel.value, exponent, largestLevel },
  } as const;
  const refuse = (reasons: string[], advice: string[]): Comparison => ({
    ...comparison,
    verdict: "invalid",
    reasons,
    advice,
    ...{ cells: [], series: [], missing: [], added: [] },
  });
  // of one run they have all in common but the code
  const refusals = paired ? [] : incomparable(base, head);
  if (refusals.length > 0) return refuse(refusals, measureBaseAgain(base, head));
  const timed = base.cells.filter(isTimed);
  if (timed.length === 0)
    return refuse(["the base has no time of any cell: there is nothing to compare"], []);

  const baseCells = byName(timed);
  const headCells = byName(head.cells.filter(isTimed));
  const headAll = byName(head.cells);
  const pairs = [...baseCells].flatMap(([name, old]) => {
    const now = headCells.get(name);
    return now === undefined ? [] : [pairCells(old, now, cellLevel, paired)];
  });
  const cells = compareCells(pairs, cellLevel, alpha);
  const series = compareSeries(pairs, { level, exponent }, alpha, paired);
  const lost = [...baseCells].flatMap(([name, old]) =>
    headCells.has(name) ? [] : [{ old, now: headAll.get(name) }],
  );
  const [wrong, missing] = [true, false].map((is) =>
    lost.filter(({ now }) => (now?.status === "invalid" || now?.status === "error") === is),
  );
  const wrongCells = wrong.map(({ old, now }) => ({
    ...cellShape(old),
    verdict: "invalid" as const,
    ratio: null,
    threshold: cellLevel.value,
    p: null,
    moreRounds: null,
    reason: whyNoTime(now),
  }));

  const added = [...headCells].filter(([name]) => !baseCells.has(name));
  const found = {
    cells: [...cells, ...wrongCells],
    series,
    missing: missing.map(({ old, now }) => ({ ...cellShape(old), reason: whyNoTime(now) })),
  };
  return {
    ...comparison,
    ...found,
    verdict: verdictOf(found),
    reasons: [
      ...wrong.map(({ old, now }) => `${seriesName(old)}, width ${old.width}: ${whyNoTime(now)}`),
      ...missingReasons(missing, timed),
    ],
    advice: missing.length > 0 ? measureHeadAgain(base) : [],
    added: added.map(([, c]) => cellShape(c)),
  };
}
