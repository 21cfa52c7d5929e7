// How fast every operation of every structure grows with the width, in time and in entries looked at.
import { ols, type Result, theilSen } from "@widthwise/measure";
import type { Operation } from "../../measuring/structure-operations.ts";
import type { Block, Text } from "../../page/document.ts";
import { section } from "../../page/section.ts";
import { slope, slopeInterval, widthLabel } from "../../page/units.ts";
import { timeWords } from "../rounds/every-cell.ts";
import { exponentNote, isLeastSquares } from "../rounds/exponents.ts";
import { ratioOf, ratioWords } from "../rounds/ratios.ts";
import { fitOf, last } from "../rounds/series.ts";
import { at, measured, type Search, scanOf } from "./searches.ts";

/** What an operation is called, in the order of the table. */
const operationWords: Readonly<Record<Operation, string>> = {
  query: "query: the fired sets of all inputs",
  "query-dual": "query neuron by neuron",
  "query-none": "query when nothing fires",
  "update-few": "update of a few random neurons",
  "update-step": "update by the moves of a Gauss–Newton step",
  "gn-step": "Gauss–Newton step taken whole, from n coefficients",
  "gd-step": "gradient descent step taken whole, from n coefficients",
  build: "build",
};

export function growthTable(result: Result, searches: readonly Search[]): Block[] {
  const order = Object.keys(operationWords);
  return section({
    ...exponentNote(result),
    rows: searches.toSorted(
      (a, b) =>
        order.indexOf(a.operation) - order.indexOf(b.operation) ||
        last(a).timing.median - last(b).timing.median,
    ),
    columns: [
      ["operation", ({ operation }) => operationWords[operation]],
      ["structure", ({ structure }) => `\`${structure}\``],
      ["widths", (search) => `${widthLabel(search.cells[0].width)} … ${widthLabel(last(search).width)}`],
      ["exponent [95 %]>", (search) => timeExponent(result, search)],
      ["of visits>", (search) => visitExponent(result, search)],
      ["at width>", (search) => widthLabel(last(search).width)],
      ["time there [95 %]>", (search) => timeWords(last(search))],
      ["time of the scan's there", (search) => shareOfScan(search, searches, result.seed)],
    ],
  });
}

function timeExponent(result: Result, search: Search): Text {
  const fit = fitOf(result, last(search));
  return fit ? `${slopeInterval(fit.exponent)}${fit.curved ? ", curved" : ""}` : "–";
}

/** As the exponents of the times beside it; counts are exact, so that theirs has no interval. */
function visitExponent(result: Result, { cells }: Search): Text {
  const visits = cells.map((cell) => measured(cell, "visits") ?? Number.NaN);
  if (cells.length < 3 || !visits.every((count) => count > 0)) return "–";
  const [x, y] = [cells.map(({ width }) => Math.log(width)), visits.map(Math.log)];
  return slope(isLeastSquares(result) ? ols(x, y).slope.value : theilSen(x, y).value);
}

function shareOfScan(search: Search, searches: readonly Search[], seed: number): Text {
  const cell = last(search);
  const scan = at(scanOf(searches, search.operation), cell.width);
  return scan === undefined || scan === cell ? "–" : ratioWords(ratioOf(cell, scan, seed));
}
