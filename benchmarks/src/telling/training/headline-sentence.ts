// A measurement of training steps in one sentence.
import type { Result } from "@widthwise/measure";
import type { Text } from "../../page/document.ts";
import { slope, widthLabel } from "../../page/units.ts";
import { bestDense, fitOf, isApproximate, isDense, last, seriesOf } from "../series.ts";
import { comparison } from "./headline.ts";

/** The fastest exact sparse algorithm against the best dense baseline at the largest width that both have, won or lost. */
export function headlineSentence(result: Result): Text {
  const series = seriesOf(result);
  if (series.length === 0) return "no cell has a time";
  const sparse = series
    .filter(({ algorithm, cells }) => !isDense(algorithm) && !cells.some(isApproximate))
    .flatMap((one) =>
      [...one.cells]
        .reverse()
        .flatMap((cell) => {
          const dense = bestDense(result, one.n, cell.width);
          return dense ? [{ one, cell, dense }] : [];
        })
        .slice(0, 1),
    )
    .sort((a, b) => b.cell.width - a.cell.width || a.cell.timing.median - b.cell.timing.median)[0];
  if (sparse) {
    const { one, cell, dense } = sparse;
    const fit = fitOf(result, one);
    const exponent = fit ? ` (exponent ${slope(fit.exponent.value)})` : "";
    return `\`${one.algorithm}\` on ${one.backend}${exponent}: ${comparison(dense, cell, result.seed)} \`${dense.algorithm}\` on ${dense.backend} at ${widthLabel(cell.width)}, n = ${one.n}`;
  }
  const fastest = series[series.length - 1];
  return `fastest at ${widthLabel(last(fastest).width)}: \`${fastest.algorithm}\` on ${fastest.backend}`;
}
