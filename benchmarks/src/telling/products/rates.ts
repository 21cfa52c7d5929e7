// The suite of single products: rate by shape, a column a backend.
import type { Result } from "@widthwise/measure";
import { type Block, heading, paragraph, table } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { sourceOf } from "../../page/source.ts";
import { percent, rate } from "../../page/units.ts";
import { isTimed } from "../series.ts";
import { shapeName } from "./rates-plot.ts";

/** The best backend of a row is set in bold; “undisturbed” is the fastest sample, against the same peak. */
export function productBlocks(result: Result): Block[] {
  const timed = result.cells.filter(isTimed).filter((cell) => cell.rate !== undefined);
  const backends = distinct(timed.map(({ backend }) => backend));
  const rows = [...Map.groupBy(timed, (cell) => `${cell.algorithm} ${shapeName(cell)}`).values()];
  const key = ({ algorithm, n, d, width }: (typeof timed)[number]) =>
    `${algorithm} ${String(n * d * width).padStart(18, "0")}`;
  rows.sort((a, b) => (key(a[0]) < key(b[0]) ? -1 : 1));
  return [
    heading(2, "How near does each backend come to the machine's limit?"),
    paragraph(
      "Rate of the median round · its share of the multiply-add peak of the backend's threads · the share that the fastest round reached: what the code can do where nothing else ran.",
    ),
    table(
      ["operands", "rows × inner × columns", ...backends.map((backend) => `${backend}>`)],
      rows.map((cells) => {
        const best = Math.max(...cells.map((cell) => cell.rate!.flopsPerSecond));
        return [
          `\`${cells[0].algorithm}\``,
          shapeName(cells[0]),
          ...backends.map((backend) => {
            const cell = cells.find((one) => one.backend === backend);
            if (!cell) return "–";
            const { flopsPerSecond, ofPeak } = cell.rate!;
            const undisturbed = cell.timing.median / cell.timing.min;
            const shares = ofPeak === undefined ? [] : [percent(ofPeak), percent(ofPeak * undisturbed)];
            const words = [rate(flopsPerSecond), ...shares].join(" · ");
            return flopsPerSecond === best ? `**${words}**` : words;
          }),
        ];
      }),
      sourceOf(result),
    ),
  ];
}
