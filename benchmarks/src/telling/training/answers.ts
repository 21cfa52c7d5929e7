// Which questions a result answers, each in a sentence made from its numbers.
import type { Result } from "@widthwise/measure";
import { slopeInterval, widthLabel, widthRange } from "../../page/units.ts";
import { crossoverSentences, mainCrossovers } from "../rounds/crossovers.ts";
import { besideDense, isDense } from "../rounds/dense.ts";
import { comparison } from "../rounds/ratios.ts";
import { fastestSeries, fitOf, type Series, sizesOf } from "../rounds/series.ts";
import type { Answer } from "../tell.ts";

export function trainingAnswers(result: Result): Answer[] {
  if (result.suite !== "cpi") return [];
  const [cost, crossovers] = [costSentence(result), crossoverSentences(result, mainCrossovers(result))];
  return [
    ...(cost === undefined ? [] : [{ question: "B1", sentence: cost }]),
    ...(crossovers.length === 0 ? [] : [{ question: "B10", sentence: `${crossovers.join("; ")}.` }]),
  ];
}

/** Exponent of the best sparse series beside that of the best dense one, and their ratio where both have times. */
function costSentence(result: Result): string | undefined {
  const n = sizesOf(result).at(-1);
  // fastest at its largest width; series are sorted slowest first
  const fastest = fastestSeries(result, n);
  const sparse = fastest.findLast(({ algorithm }) => !isDense(algorithm));
  const dense = fastest.findLast(({ algorithm }) => isDense(algorithm));
  if (sparse === undefined || dense === undefined) return undefined;
  const beside = besideDense(result, sparse.cells);
  const gain = beside
    ? ` At width ${widthLabel(beside.cell.width)} it is ${comparison(beside.dense, beside.cell, result.seed)} the best dense step there, \`${beside.dense.algorithm}\` on ${beside.dense.backend}.`
    : "";
  return `At n = ${n}, ${growth(result, sparse)}, and ${growth(result, dense)}.${gain}`;
}

function growth(result: Result, series: Series): string {
  const name = `\`${series.algorithm}\` on ${series.backend}`;
  const fit = fitOf(result, series);
  if (fit === undefined) return `${name} has too few widths for an exponent`;
  const bent = fit.curved ? ", bending" : "";
  return `an iteration of ${name} takes time like m to the ${slopeInterval(fit.exponent)} over ${widthRange(fit.widths)}${bent}`;
}
