// Cells without a time, every one, with the reason.
import type { Cell, Result } from "@widthwise/measure";
import { type Block, heading, paragraph, table } from "../page/document.ts";
import { distinct } from "../page/lists.ts";
import { sourceOf } from "../page/source.ts";
import { significant, widthLabel } from "../page/units.ts";

const order = ["invalid", "error", "skipped"];

export function problemBlocks(result: Result): Block[] {
  const without = result.cells.filter((cell) => cell.status !== "ok" || cell.timing === undefined);
  const title = heading(2, "What has no time");
  if (without.length === 0) return [title, paragraph("Nothing: every cell gave a right answer and a time.")];
  const groups = Map.groupBy(without, (cell) =>
    JSON.stringify([cell.status, cell.algorithm, cell.backend, cell.n, reason(cell)]),
  );
  const rows = [...groups.values()]
    .sort((a, b) => order.indexOf(a[0].status) - order.indexOf(b[0].status))
    .map((cells) => {
      const { status, algorithm, backend, n } = cells[0];
      const widths = distinct(cells.map(({ width }) => width))
        .map(widthLabel)
        .join(", ");
      const strong = status === "skipped" ? status : `**${status}**`;
      return [strong, `\`${algorithm}\``, backend, String(n), widths, reason(cells[0])];
    });
  return [title, table(["status", "algorithm", "backend", "n>", "widths", "reason"], rows, sourceOf(result))];
}

function reason({ reason: given, check, status }: Cell): string {
  const why = given ?? (status === "ok" ? "answer checked, not timed" : "no reason recorded");
  if (!check || status !== "invalid") return why;
  const { what, value, reference, tolerance } = check;
  return `${why}: ${what} ${significant(value, 5)}, expected ${significant(reference, 5)} ± ${significant(tolerance, 2)}`;
}
