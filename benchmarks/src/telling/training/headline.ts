// A measurement of training steps in one sentence.
import { isApproximate, type Result } from "@widthwise/measure";
import type { Text } from "../../page/document.ts";
import { lastOf } from "../../page/lists.ts";
import { slope, widthLabel } from "../../page/units.ts";
import { besideDense, isDense } from "../rounds/dense.ts";
import { comparison } from "../rounds/ratios.ts";
import { fitOf, last, seriesOf } from "../rounds/series.ts";

/** The fastest exact sparse algorithm against the best dense baseline at the largest width that both have, won or lost. */
export function headline(result: Result): Text {
  const series = seriesOf(result);
  const [best] = series
    .filter(({ algorithm, cells }) => !isDense(algorithm) && !cells.some(isApproximate))
    .flatMap((sparse) => {
      const beside = besideDense(result, sparse.cells);
      return beside === undefined ? [] : [{ sparse, ...beside }];
    })
    .sort((a, b) => b.cell.width - a.cell.width || a.cell.timing.median - b.cell.timing.median);
  if (best === undefined) {
    const fastest = lastOf(series);
    return `fastest at ${widthLabel(last(fastest).width)}: \`${fastest.algorithm}\` on ${fastest.backend}`;
  }
  const { sparse, cell, dense } = best;
  const fit = fitOf(result, sparse);
  const exponent = fit ? ` (exponent ${slope(fit.exponent.value)})` : "";
  return `\`${sparse.algorithm}\` on ${sparse.backend}${exponent}: ${comparison(dense, cell, result.seed)} \`${dense.algorithm}\` on ${dense.backend} at ${widthLabel(cell.width)}, n = ${cell.n}`;
}
