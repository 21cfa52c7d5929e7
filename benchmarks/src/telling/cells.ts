// Every measured cell, one table per algorithm, folded.
import type { Cell, Result } from "@widthwise/measure";
import { type Block, heading, paragraph, type Text } from "../page/document.ts";
import { distinct } from "../page/lists.ts";
import { type Cells, section } from "../page/section.ts";
import { significant, time } from "../page/units.ts";
import type { TimedCell } from "./series.ts";

/** Also those that are too short to be fitted. */
function hasTime(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined;
}

/** `what` one of it is, as a sentence says it; `note` explains the columns. */
export function cellBlocks(
  result: Result,
  { what, note, columns }: { what: string; note: Text; columns: readonly Cells<TimedCell>[] },
): Block[] {
  const timed = result.cells.filter(hasTime);
  if (timed.length === 0) return [];
  return [
    heading(2, "Every cell"),
    paragraph(
      `Median time of one ${what} over rounds with its distribution-free 95 % interval. ${note} Error is what the check found, as a share of what it allows.`,
    ),
    ...distinct(timed.map(({ algorithm }) => algorithm)).map((algorithm): Block => {
      const rows = timed.filter((cell) => cell.algorithm === algorithm).sort(compare);
      const blocks = section({ columns, rows });
      return { kind: "details", summary: `\`${algorithm}\` (${rows.length} cells)`, blocks };
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

/** |value − reference| over the tolerance. */
export function error({ check }: Cell): Text {
  if (!check) return "–";
  const apart = Math.abs(check.value - check.reference);
  const share = apart === 0 ? 0 : apart / check.tolerance;
  return share === 0 ? "0" : `${significant(share, 2)}`;
}

/** Notes, and the times on a device where there are any. */
export function notes({ timing, threads }: TimedCell): Text {
  const extra = [
    ...(threads > 1 ? [`${threads} threads`] : []),
    ...(timing.dispatch === undefined ? [] : [`dispatch ${time(timing.dispatch)}`]),
    ...(timing.kernel === undefined ? [] : [`kernel ${time(timing.kernel)}`]),
  ];
  return [...timing.notes, ...extra].join("; ");
}
