// Every measured cell, an algorithm a table.
import type { Cell, Result } from "@widthwise/measure";
import { type Block, heading, paragraph, type Text, table } from "../page/document.ts";
import { sourceOf } from "../page/source.ts";
import { bytes, count, percent, rate, significant, time, timeInterval, widthLabel } from "../page/units.ts";
import { distinct, isKernels, isStructures, measure, type TimedCell } from "./series.ts";

function hasTime(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined;
}

export function cellBlocks(result: Result): Block[] {
  const timed = result.cells.filter(hasTime);
  if (timed.length === 0) return [];
  const groups = distinct(timed.map(({ algorithm }) => algorithm));
  const searches = isStructures(result);
  const what = isKernels(result) ? "product" : searches ? "operation" : "iteration";
  return [
    heading(2, "Every cell"),
    paragraph(
      `Median time of one ${what} over rounds with its distribution-free 95 % interval. ${searches ? "Visits are entries looked at, counted." : "“of roofline” is the share of what the machine can do for this work."} Error is what the check found, as a share of what it allows.`,
    ),
    ...groups.map((algorithm): Block => {
      const own = timed.filter((cell) => cell.algorithm === algorithm).sort(compare);
      const form = isKernels(result) ? productTable : searches ? searchTable : iterationTable;
      const body = form(result, own);
      return { kind: "details", summary: `\`${algorithm}\` (${own.length} cells)`, blocks: [body] };
    }),
  ];
}

function compare(a: Cell, b: Cell): number {
  return (
    a.n - b.n ||
    (a.backend < b.backend ? -1 : a.backend > b.backend ? 1 : 0) ||
    a.width - b.width ||
    a.d - b.d
  );
}

function iterationTable(result: Result, cells: readonly TimedCell[]): Block {
  return table(
    [
      "backend",
      "n>",
      "width>",
      "time [95 %]>",
      "min>",
      "multiply-adds>",
      "of roofline>",
      "init>",
      "peak memory>",
      "error>",
      "notes",
    ],
    cells.map((cell) => [
      cell.backend,
      String(cell.n),
      widthLabel(cell.width),
      timeInterval(cell.timing.median, cell.timing.lo, cell.timing.hi),
      time(cell.timing.min),
      cell.counters?.macs === undefined ? "–" : count(cell.counters.macs),
      cell.rate?.ofPeak === undefined ? "–" : percent(cell.rate.ofPeak),
      cell.initNs === undefined ? "–" : time(cell.initNs),
      cell.peakBytes === undefined ? "–" : bytes(cell.peakBytes),
      error(cell),
      notes(cell),
    ]),
    sourceOf(result),
  );
}

function searchTable(result: Result, cells: readonly TimedCell[]): Block {
  const optional = (value: number | undefined) => (value === undefined ? "–" : count(value));
  return table(
    [
      "n>",
      "width>",
      "time [95 %]>",
      "min>",
      "visits>",
      "compares>",
      "words>",
      "multiply-adds>",
      "fired pairs>",
      "neurons moved>",
      "error>",
      "notes",
    ],
    cells.map((cell) => [
      String(cell.n),
      widthLabel(cell.width),
      timeInterval(cell.timing.median, cell.timing.lo, cell.timing.hi),
      time(cell.timing.min),
      optional(measure(cell, "visits")),
      optional(cell.counters?.compares),
      optional(cell.counters?.words),
      optional(cell.counters?.macs),
      optional(measure(cell, "fired")),
      optional(measure(cell, "neurons")),
      error(cell),
      notes(cell),
    ]),
    sourceOf(result),
  );
}

function productTable(result: Result, cells: readonly TimedCell[]): Block {
  return table(
    ["backend", "rows>", "inner>", "columns>", "time [95 %]>", "rate>", "of roofline>", "error>", "notes"],
    cells.map((cell) => [
      cell.backend,
      String(cell.n),
      String(cell.d),
      String(cell.width),
      timeInterval(cell.timing.median, cell.timing.lo, cell.timing.hi),
      cell.rate === undefined ? "–" : rate(cell.rate.flopsPerSecond),
      cell.rate?.ofPeak === undefined ? "–" : percent(cell.rate.ofPeak),
      error(cell),
      notes(cell),
    ]),
    sourceOf(result),
  );
}

/** |value − reference| over the tolerance. */
function error({ check }: Cell): Text {
  if (!check) return "–";
  const apart = Math.abs(check.value - check.reference);
  const share = apart === 0 ? 0 : apart / check.tolerance;
  return share === 0 ? "0" : `${significant(share, 2)}`;
}

/** Notes, and the times on a device where there are any. */
function notes({ timing, threads }: TimedCell): Text {
  const extra = [
    ...(threads > 1 ? [`${threads} threads`] : []),
    ...(timing.dispatch === undefined ? [] : [`dispatch ${time(timing.dispatch)}`]),
    ...(timing.kernel === undefined ? [] : [`kernel ${time(timing.kernel)}`]),
  ];
  return [...timing.notes, ...extra].join("; ");
}
