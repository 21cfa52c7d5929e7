// Rates of matrix products by shape, a column per backend: how near each comes to the machine's limit.
import { type Cell, isTimed, largest, type Result, type TimedCell } from "@widthwise/measure";
import type { Block } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { type Cells, section } from "../../page/section.ts";
import { percent, rate } from "../../page/units.ts";

export type RatedCell = TimedCell & { readonly rate: NonNullable<Cell["rate"]> };

export const ratedCells = ({ cells }: Result): RatedCell[] =>
  cells.filter(isTimed).filter((cell): cell is RatedCell => cell.rate !== undefined);

/** [rows, inner] · [inner, cols], as the cell's n, d and width. */
export const shapeName = ({ n, d, width }: Pick<Cell, "n" | "d" | "width">) => `${n}×${d}×${width}`;

/** Multiply-adds of one product. */
export const workOf = ({ n, d, width }: Pick<Cell, "n" | "d" | "width">) => n * d * width;

/** The best backend of a row is set in bold; “undisturbed” is the fastest sample, against the same peak. */
export function rateSection(result: Result): Block[] {
  const cells = ratedCells(result);
  type Row = readonly RatedCell[];
  const rows = [...Map.groupBy(cells, (cell) => `${cell.algorithm} ${shapeName(cell)}`).values()];
  rows.sort(([a], [b]) =>
    a.algorithm < b.algorithm ? -1 : a.algorithm > b.algorithm ? 1 : workOf(a) - workOf(b),
  );
  const backends = distinct(cells.map(({ backend }) => backend));
  return section<Row>({
    heading: "How near does each backend come to the machine's limit?",
    note: "Rate of the median round · its share of the multiply-add peak of the backend's threads · the share that the fastest round reached: what the code can do where nothing else ran.",
    rows,
    columns: [
      ["operands", ([{ algorithm }]) => `\`${algorithm}\``],
      ["rows × inner × columns", ([cell]) => shapeName(cell)],
      ...backends.map((backend): Cells<Row> => [`${backend}>`, (row) => rateWords(row, backend)]),
    ],
  });
}

function rateWords(row: readonly RatedCell[], backend: string): string {
  const cell = row.find((one) => one.backend === backend);
  if (cell === undefined) return "–";
  const { flopsPerSecond, ofPeak } = cell.rate;
  const undisturbed = cell.timing.median / cell.timing.min;
  const shares = ofPeak === undefined ? [] : [percent(ofPeak), percent(ofPeak * undisturbed)];
  const words = [rate(flopsPerSecond), ...shares].join(" · ");
  const best = largest(row.map((one) => one.rate.flopsPerSecond));
  return flopsPerSecond === best ? `**${words}**` : words;
}
