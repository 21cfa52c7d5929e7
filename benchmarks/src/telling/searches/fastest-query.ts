// How long the fired sets of all inputs take to find, by the fastest structure and by the paper's trees.
import type { Text } from "../../page/document.ts";
import { time, widthLabel } from "../../page/units.ts";
import { comparison } from "../rounds/ratios.ts";
import { last } from "../rounds/series.ts";
import { fastestAt, isExact, nameOf, type Search, scanOf } from "./searches.ts";

/** At the scan's largest width; undefined where nothing is to be held against it. */
export function fastestQuery(searches: readonly Search[], seed: number): Text | undefined {
  const scan = scanOf(searches, "query");
  if (scan === undefined) return undefined;
  const base = last(scan);
  const queries = searches.filter(
    ({ operation, structure }) => operation.startsWith("query") && structure !== scan.structure,
  );
  const exact = fastestAt(queries, base.width).filter(isExact);
  if (exact.length === 0) return undefined;
  const [best] = exact;
  const trees = exact.find(({ algorithm }) => algorithm === "max-trees-query");
  const paper =
    trees && trees !== best
      ? ` The paper's trees, \`max-trees\`, need ${time(trees.timing.median)}: ${comparison(base, trees, seed)} the scan.`
      : "";
  return `**Finding**: at width ${widthLabel(base.width)}, n = ${base.n}, all fired sets take ${time(best.timing.median)} with \`${nameOf(best)}\`, ${comparison(base, best, seed)} the scan (${time(base.timing.median)}).${paper}`;
}
