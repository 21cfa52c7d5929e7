// The table that answers: how fast does the cost grow, and what is gained over the best dense baseline?
import { type Fit, isApproximate, type Result } from "@widthwise/measure";
import type { Block, Text } from "../../page/document.ts";
import { type Cells, section } from "../../page/section.ts";
import { slope, slopeInterval, widthLabel, widthRange } from "../../page/units.ts";
import { besideDense, isDense, isFairBaseline } from "../rounds/dense.ts";
import { timeWords } from "../rounds/every-cell.ts";
import { exponentNote } from "../rounds/exponents.ts";
import { comparison } from "../rounds/ratios.ts";
import { fastestSeries, fitOf, last, type Series, seriesOf, sizesOf } from "../rounds/series.ts";

export interface GrowthOptions {
  /** for a terminal: the columns that decide */
  readonly compact?: boolean;
  /** one row per algorithm: the backend that is fastest for it at its largest width */
  readonly fastestBackends?: boolean;
}

/** One row per series, n ascending, fastest first. */
export function growthTable(
  result: Result,
  { compact = false, fastestBackends = false }: GrowthOptions = {},
): Block[] {
  const ns = sizesOf(result);
  const series = fastestBackends ? fastestSeries(result) : seriesOf(result);
  const when = (shown: boolean, columns: Cells<Row>[]) => (shown ? columns : []);
  return section({
    ...(compact ? {} : exponentNote(result)),
    rows: ns.flatMap((n) =>
      series
        .filter((one) => one.n === n)
        .reverse()
        .map((one) => ({ ...one, fit: fitOf(result, one), largest: last(one) })),
    ),
    columns: [
      ["algorithm", ({ algorithm }) => `\`${algorithm}\``],
      ["backend", ({ backend }) => backend],
      ...when(ns.length > 1, [["n>", ({ n }) => String(n)]]),
      ...when(!compact, [["widths", ({ cells }) => widthRange(cells.map(({ width }) => width))]]),
      ["exponent [95 %]>", ({ fit }) => (fit ? slopeInterval(fit.exponent) : "–")],
      ...when(!compact, [
        ["at large widths [95 %]>", tailExponent],
        ["of multiply-adds>", ({ fit }) => (fit?.countExponent == null ? "–" : slope(fit.countExponent))],
        ["power law?", powerLaw],
      ]),
      ["at width>", ({ largest }) => widthLabel(largest.width)],
      ["time there [95 %]>", ({ largest }) => timeWords(largest)],
      ["against the best dense baseline", (row) => speedUp(result, row, compact)],
    ],
  });
}

interface Row extends Series {
  readonly fit: Fit | undefined;
  readonly largest: Series["cells"][number];
}

const tailExponent = ({ fit, cells }: Row): Text =>
  fit?.tail && fit.tail.widths < cells.length ? slopeInterval(fit.tail) : "–";

function powerLaw({ fit, cells }: Row): Text {
  if (!fit) return `${cells.length} of 5 widths needed`;
  if (!fit.curved) return "yes";
  const slopes = fit.localSlopes;
  return `curved, ${slope(slopes[0])} → ${slope(slopes[slopes.length - 1])}`;
}

/** Ratio of times in the same rounds at the largest width where a fair dense baseline was measured too. */
function speedUp(result: Result, { cells, largest }: Row, compact: boolean): Text {
  const beside = besideDense(result, cells);
  if (beside === undefined) return "no fair dense baseline measured";
  const { cell, dense } = beside;
  if (dense === cell) return "**the baseline**";
  const where = cell === largest ? "" : ` at ${widthLabel(cell.width)}`;
  if (compact) return `${comparison(dense, cell, result.seed, "alone")}${where}`;
  const note = isApproximate(cell)
    ? " (approximate)"
    : isDense(cell.algorithm) && !isFairBaseline(cell)
      ? " (slow baseline, not a reference)"
      : "";
  return `${comparison(dense, cell, result.seed)} \`${dense.algorithm}\` on ${dense.backend}${where}${note}`;
}
