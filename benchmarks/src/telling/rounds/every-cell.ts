// Every measured cell, one table per algorithm, folded.
import type { Cell, Result, TimedCell } from "@widthwise/measure";
import { type Block, heading, paragraph, type Text } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { type Cells, section } from "../../page/section.ts";
import { percent, significant, time, timeInterval } from "../../page/units.ts";

export interface EveryCell {
  /** one of it, as a sentence says it */
  readonly what: string;
  /** explains the columns */
  readonly note: Text;
  readonly columns: readonly Cells<TimedCell>[];
}

/** Also those that are too short to be fitted. */
export function hasTime(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined;
}

export function everyCellBlocks(result: Result, { what, note, columns }: EveryCell): Block[] {
  const timed = result.cells.filter(hasTime);
  if (timed.length === 0) return [];
  return [
    heading(2, "Every cell"),
    paragraph(
      `Median time of one ${what} over rounds with its ${intervalWords(timed)}. ${note} Error is what the check found, as a share of what it allows.`,
    ),
    ...distinct(timed.map(({ algorithm }) => algorithm)).map((algorithm): Block => {
      const rows = timed.filter((cell) => cell.algorithm === algorithm).sort(compare);
      const blocks = section({ columns, rows });
      return { kind: "details", summary: `\`${algorithm}\` (${rows.length} cells)`, blocks };
    }),
  ];
}

const intervalWords = (timed: readonly TimedCell[]): Text =>
  timed.some(({ timing }) => timing.interval === "processes")
    ? "95 % interval, Student's from the scatter between processes"
    : "distribution-free 95 % interval";

function compare(a: Cell, b: Cell): number {
  return (
    a.n - b.n ||
    (a.backend < b.backend ? -1 : a.backend > b.backend ? 1 : 0) ||
    a.width - b.width ||
    a.d - b.d
  );
}

/** The median with its interval. */
export const timeWords = ({ timing: { median, lo, hi } }: TimedCell): Text => timeInterval(median, lo, hi);

/** |value − reference| over the tolerance. */
export function error({ check }: Cell): Text {
  if (!check) return "–";
  const apart = Math.abs(check.value - check.reference);
  const share = apart === 0 ? 0 : apart / check.tolerance;
  return share === 0 ? "0" : `${significant(share, 2)}`;
}

/** Notes, what disturbed the measurement, and the times on a device where there are any. */
export function notes({ timing, threads }: TimedCell): Text {
  const { load, collections = 0, attempts = 1, dispatch, kernel } = timing;
  const extra = [
    ...(timing.notes.includes("contended") && load ? [`${percent(load)} of the machine used by others`] : []),
    ...(attempts > 1 ? [`measured ${attempts} times, the least disturbed counts`] : []),
    ...(collections > 0 ? [`garbage collections in ${percent(collections)} of the samples`] : []),
    ...(threads > 1 ? [`${threads} threads`] : []),
    ...(dispatch === undefined ? [] : [`dispatch ${time(dispatch)}`]),
    ...(kernel === undefined ? [] : [`kernel ${time(kernel)}`]),
  ];
  return [...timing.notes, ...extra].join("; ");
}
