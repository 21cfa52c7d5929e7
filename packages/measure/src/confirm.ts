// A change that was seen must be seen again, by itself, before it counts.
import { seriesKey } from "./cells.ts";
import type { Comparison, Judgement, Verdict } from "./comparison.ts";
import { overall } from "./verdict.ts";

const isChange = (verdict: Verdict): boolean => verdict === "worse" || verdict === "better";

const cellKey = (cell: Comparison["cells"][number]): string => `${seriesKey(cell)} ${cell.d} ${cell.width}`;

/** Cells and series of which a change is said, of level or exponent. */
export function changesOf({ cells, series }: Comparison) {
  return {
    cells: cells.filter(({ verdict }) => isChange(verdict)),
    series: series.filter(({ level, exponent }) => isChange(level.verdict) || isChange(exponent.verdict)),
  };
}

/** What a second measurement does not show in the same direction is open. */
function confirmed<J extends { readonly verdict: Verdict }>(first: J, second: Verdict | undefined): J {
  if (!isChange(first.verdict) || first.verdict === second) return first;
  return {
    ...first,
    verdict: "inconclusive",
    reason: `seen as ${first.verdict}, and not again in fresh processes at another place`,
  };
}

/**
 * The first comparison, in which every change that the second, of fresh processes, does not find too is inconclusive. A false alarm must
 * thus be made twice. The second may hold only what changed.
 */
export function confirmComparison(first: Comparison, second: Comparison): Comparison {
  const cellsAgain = new Map(second.cells.map((cell) => [cellKey(cell), cell.verdict]));
  const seriesAgain = new Map(second.series.map((one) => [seriesKey(one), one]));
  const judged = (what: "level" | "exponent", one: Comparison["series"][number]): Judgement =>
    confirmed(one[what], seriesAgain.get(seriesKey(one))?.[what].verdict);
  const cells = first.cells.map((cell) => confirmed(cell, cellsAgain.get(cellKey(cell))));
  const series = first.series.map((one) => ({
    ...one,
    level: judged("level", one),
    exponent: judged("exponent", one),
  }));
  const verdict = first.verdict === "invalid" ? first.verdict : verdictOf({ ...first, cells, series });
  return { ...first, cells, series, verdict };
}

/**
 * Of the whole: an inconclusive cell of a judged series leaves nothing open, as the series answers for its widths; what is missing makes
 * all invalid.
 */
export function verdictOf({
  cells,
  series,
  missing,
}: Pick<Comparison, "cells" | "series" | "missing">): Verdict {
  const judged = new Set(series.map(seriesKey));
  const counting = cells.filter((cell) => cell.verdict !== "inconclusive" || !judged.has(seriesKey(cell)));
  return overall([
    ...counting.map((cell) => cell.verdict),
    ...series.flatMap((one) => [one.level.verdict, one.exponent.verdict]),
    ...missing.map(() => "invalid" as const),
  ]);
}
