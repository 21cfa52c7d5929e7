// Cells without an answer or a time, with their reasons: those of one reason in a row.
import type { Cell } from "@widthwise/measure";
import { type Block, heading, paragraph, type Text } from "../page/document.ts";
import { type Cells, section } from "../page/section.ts";

export interface Reasons {
  readonly heading: Text;
  /** said where there are none */
  readonly none: Text;
  readonly cells: readonly Cell[];
  reason(cell: Cell): Text;
  /** cells that differ in this are told apart; default: none does */
  together?(cell: Cell): string | number;
  /** which cells they are, besides algorithm and backend */
  readonly columns: readonly Cells<readonly Cell[]>[];
}

const order = ["invalid", "error", "skipped"];

export function reasonBlocks({
  heading: title,
  none,
  cells,
  reason,
  together = () => 0,
  columns,
}: Reasons): Block[] {
  if (cells.length === 0) return [heading(2, title), paragraph(none)];
  const groups = Map.groupBy(cells, (cell) =>
    JSON.stringify([cell.status, cell.algorithm, cell.backend, together(cell), reason(cell)]),
  );
  return section<readonly Cell[]>({
    heading: title,
    rows: [...groups.values()].sort((a, b) => order.indexOf(a[0].status) - order.indexOf(b[0].status)),
    columns: [
      ["status", ([{ status }]) => (status === "skipped" ? status : `**${status}**`)],
      ["algorithm", ([{ algorithm }]) => `\`${algorithm}\``],
      ["backend", ([{ backend }]) => backend],
      ...columns,
      ["reason", ([cell]) => reason(cell)],
    ],
  });
}
