// What a query looks at for each neuron that fires: counted, exact.
import type { Block, Text } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { type Cells, section } from "../../page/section.ts";
import { significant, widthLabel } from "../../page/units.ts";
import { last } from "../rounds/series.ts";
import { at, queryName, type Search, scanOf, searchOf, visitsPerFired } from "./searches.ts";

/** Of the paper's trees, beside the scan. */
export function visitSentence(searches: readonly Search[]): Text | undefined {
  const trees = searchOf(searches, "max-trees", "query");
  const visits = trees?.cells.flatMap((cell) => visitsPerFired(cell) ?? []) ?? [];
  if (trees === undefined || visits.length === 0) return undefined;
  const show = (value: number | undefined) => significant(value, 3);
  const [from, to] = [trees.cells[0], last(trees)].map(({ width }) => widthLabel(width));
  const scan = visitsPerFired(last(scanOf(searches, "query") ?? trees));
  return `**Looking**: \`max-trees\` look at ${show(visits[0])} (width ${from}) to ${show(visits.at(-1))} (width ${to}) nodes for each neuron that fires; the scan at ${show(scan)} values at the largest width.`;
}

export function visitSection(searches: readonly Search[]): Block[] {
  const queries = searches.filter(
    ({ operation, cells }) => operation.startsWith("query") && cells.some((cell) => visitsPerFired(cell)),
  );
  const widths = distinct(queries.flatMap(({ cells }) => cells.map(({ width }) => width)));
  return section({
    heading: "What a query looks at for each neuron that fires",
    note: "Values, tree nodes, words of bits or bucket members looked at, over fired pairs: counted, exact.",
    rows: queries,
    columns: [
      ["structure", queryName],
      ...widths.map(
        (width): Cells<Search> => [
          `${widthLabel(width)}>`,
          (search) => {
            const cell = at(search, width);
            const visits = cell && visitsPerFired(cell);
            return significant(visits, 3);
          },
        ],
      ),
    ],
  });
}
