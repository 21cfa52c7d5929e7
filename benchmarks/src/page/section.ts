// A table as a reader meets it: its heading, what is to be known before it, and columns that name their cells.
import { type Block, heading, paragraph, type Text, table } from "./document.ts";

/** A title and what stands below it; a title that ends in ">" is a column of numbers, set to the right. */
export type Cells<Row> = readonly [title: string, cell: (row: Row, index: number) => Text];

export interface Section<Row> {
  readonly heading?: Text;
  /** of the heading; default 2 */
  readonly level?: 2 | 3;
  /** between heading and table; of several, each a paragraph */
  readonly note?: Text | readonly Text[] | undefined;
  readonly columns: readonly Cells<Row>[];
  readonly rows: readonly Row[];
  /** stands below the table */
  readonly after?: Text | undefined;
}

/** The blocks of a section; none where it has no rows. Where its numbers come from is said by the report around it. */
export function section<Row>({
  heading: title,
  level = 2,
  note,
  columns,
  rows,
  after,
}: Section<Row>): Block[] {
  if (rows.length === 0) return [];
  return [
    ...(title === undefined ? [] : [heading(level, title)]),
    ...[note ?? []].flat().map(paragraph),
    table(
      columns.map(([name]) => name),
      rows.map((row, index) => columns.map(([, cell]) => cell(row, index))),
    ),
    ...(after === undefined ? [] : [paragraph(after)]),
  ];
}
