// A result in one sentence.
import type { Result } from "@widthwise/measure";
import { isStudy } from "../measuring/jobs/study.ts";
import type { Text } from "../page/document.ts";
import { rate, slope, widthLabel } from "../page/units.ts";
import { lowerBoundAnswer } from "./searches/lower-bound.ts";
import { structureAnswer } from "./searches/structures.ts";
import {
  axisOf,
  bestDense,
  fitOf,
  isApproximate,
  isDense,
  isKernels,
  isStructures,
  isTimed,
  last,
  seriesOf,
} from "./series.ts";
import { answersOf } from "./training/answers.ts";
import { comparison } from "./training/headline.ts";

/** The fastest exact sparse algorithm against the best dense baseline at the largest width that both have, won or lost. */
export function bestCase(result: Result): Text {
  if (isStudy(result)) return answersOf(result)[0]?.sentence ?? "answers no question";
  if (isKernels(result)) {
    const best = result.cells
      .filter(isTimed)
      .filter((cell) => cell.rate !== undefined)
      .sort((a, b) => b.rate!.flopsPerSecond - a.rate!.flopsPerSecond)[0];
    return best
      ? `fastest product: ${rate(best.rate!.flopsPerSecond)} on ${best.backend}`
      : "no cell has a time";
  }
  const series = seriesOf(result);
  if (series.length === 0) return "no cell has a time";
  if (isStructures(result)) {
    const answer = axisOf(result) === "n" ? lowerBoundAnswer(result) : (structureAnswer(result)[0] ?? "");
    // the entry of a list: its first sentence
    return answer.split(/(?<=[a-z)])\. /)[0];
  }
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
