// Two results of one machine: for each cell, and for each series level and exponent apart, one of five honest words.
import { cellName, isTimed, seriesKey } from "./cells.ts";
import { incomparable } from "./comparable.ts";
import { cellShape, compareCells, pairCells } from "./compare-cells.ts";
import { compareSeries } from "./compare-series.ts";
import { type Comparison, comparisonSchemaName } from "./comparison.ts";
import type { Cell, Result } from "./schema.ts";
import { quantile } from "./statistics/location.ts";
import { overall } from "./verdict.ts";

/** Options of `compareResults`: the error rate, the practical thresholds, and how the two were measured. */
export interface CompareOptions {
  /** family-wise, over cells and over series; default 0.05 */
  readonly alpha?: number;
  /** practical threshold of a level; default max(3 %, twice the 95th percentile of the files' A/A pairs) */
  readonly level?: number;
  /** practical threshold of an exponent; default 0.02, which twenty rounds of seven widths resolve */
  readonly exponent?: number;
  /** both were measured inside the same rounds of the same processes; default false, as two files usually were not */
  readonly paired?: boolean;
}

const smallestLevel = 0.03;
const defaultExponent = 0.02;

/** max(3 %, 2·q), q the 95th percentile of |A/A ratio − 1| (on the log scale) over both files. */
export function levelThreshold(base: Result, head: Result): number {
  const aa = [...base.controls.aa, ...head.controls.aa].map((c) => Math.abs(Math.log(c.ratio.value)));
  return aa.length === 0 ? smallestLevel : Math.max(smallestLevel, 2 * Math.expm1(quantile(aa, 0.95)));
}

const sourceOf = ({ commit, dirty, startedAt }: Result) => ({
  commit,
  dirty,
  ...(startedAt === undefined ? {} : { startedAt }),
});

const byName = <C extends Cell>(cells: readonly C[]) => new Map(cells.map((c) => [cellName(c), c]));

/**
 * Verdicts on head against base. A cell is `worse` when its time ratio is beyond the practical threshold with
 * family-wise error alpha, `same` only when the whole interval lies within it, `invalid` when head's answer is wrong
 * where base's was right; over the widths of a series, level and exponent are judged apart (`compareSeries`). Results
 * that may not be compared are `invalid` as a whole, with the reasons. An inconclusive cell of a judged series leaves
 * nothing open: one cell at twenty rounds and 3 % noise often straddles the threshold, and the series answers for its
 * widths. O(cells·rounds²).
 */
export function compareResults(base: Result, head: Result, options: CompareOptions = {}): Comparison {
  const { alpha = 0.05, exponent = defaultExponent, paired = false } = options;
  const { level = levelThreshold(base, head) } = options;
  const comparison = {
    schema: comparisonSchemaName,
    base: sourceOf(base),
    head: sourceOf(head),
    machine: base.machine.id,
    paired,
    alpha,
    thresholds: { level, exponent },
  } as const;
  const refusals = incomparable(base, head);
  if (refusals.length > 0) {
    const nothing = { cells: [], series: [], missing: [], added: [] };
    return { ...comparison, verdict: "invalid", reasons: refusals, ...nothing };
  }

  const baseCells = byName(base.cells.filter(isTimed));
  const headCells = byName(head.cells.filter(isTimed));
  const headAll = byName(head.cells);
  const pairs = [...baseCells].flatMap(([name, old]) => {
    const now = headCells.get(name);
    return now === undefined ? [] : [pairCells(old, now, Math.log1p(level), paired)];
  });
  const cells = compareCells(pairs, alpha);
  const series = compareSeries(pairs, { level, exponent }, alpha);
  const wrong = [...baseCells].flatMap(([name, old]) => {
    const { status, reason = "no reason given" } = headAll.get(name) ?? {};
    return status === "invalid" || status === "error"
      ? [{ name, old, reason: `${status} in head: ${reason}` }]
      : [];
  });
  const wrongCells = wrong.map(({ old, reason }) => ({
    ...cellShape(old),
    verdict: "invalid" as const,
    ratio: null,
    p: null,
    moreRounds: null,
    reason,
  }));

  const judged = new Set(series.map(seriesKey));
  const counting = cells.filter((c) => c.verdict !== "inconclusive" || !judged.has(seriesKey(c)));
  const wrongNames = new Set(wrong.map(({ name }) => name));
  const missing = [...baseCells].filter(([name]) => !headCells.has(name) && !wrongNames.has(name));
  const added = [...headCells].filter(([name]) => !baseCells.has(name));
  return {
    ...comparison,
    verdict: overall([
      ...[...counting, ...wrongCells].map((c) => c.verdict),
      ...series.flatMap((s) => [s.level.verdict, s.exponent.verdict]),
    ]),
    reasons: wrong.map(
      ({ old, reason }) => `${old.algorithm} on ${old.backend}, n = ${old.n}, width ${old.width}: ${reason}`,
    ),
    cells: [...cells, ...wrongCells],
    series,
    missing: missing.map(([, c]) => cellShape(c)),
    added: added.map(([, c]) => cellShape(c)),
  };
}
