// Which questions a result answers, each in a sentence made from its numbers.
import type { Result } from "@widthwise/measure";
import { distinct } from "../../page/lists.ts";
import { slopeInterval, widthLabel, widthRange } from "../../page/units.ts";
import { bestDense, fitOf, isDense, last, type Series, seriesOf } from "../series.ts";
import type { Answer } from "../tell.ts";
import { crossoverSentences } from "./crossovers.ts";
import { comparison } from "./headline.ts";

export function trainingAnswers(result: Result): Answer[] {
  return result.suite === "cpi" ? [...costAnswer(result), ...crossoverAnswer(result)] : [];
}

/** B1: exponent of the best sparse series beside that of the best dense one, and their ratio where both have times. */
function costAnswer(result: Result): Answer[] {
  const series = seriesOf(result);
  const n = distinct(series.map((one) => one.n)).at(-1);
  const own = series.filter((one) => one.n === n);
  // fastest at its largest width; series are sorted slowest first
  const sparse = own.findLast(({ algorithm }) => !isDense(algorithm));
  const dense = own.findLast(({ algorithm }) => isDense(algorithm));
  if (sparse === undefined || dense === undefined) return [];
  const both = [...sparse.cells].reverse().find((cell) => bestDense(result, cell.n, cell.width));
  const baseline = both && bestDense(result, both.n, both.width);
  const gain =
    both && baseline
      ? ` At width ${widthLabel(both.width)} it is ${comparison(baseline, both, result.seed)} the best dense step there, \`${baseline.algorithm}\` on ${baseline.backend}.`
      : "";
  return [
    {
      question: "B1",
      sentence: `At n = ${n}, ${growth(result, sparse)}, and ${growth(result, dense)}.${gain}`,
    },
  ];
}

function growth(result: Result, series: Series): string {
  const name = `\`${series.algorithm}\` on ${series.backend}`;
  const fit = fitOf(result, series);
  if (fit === undefined) return `${name} has too few widths for an exponent`;
  const bent = fit.curved ? ", bending" : "";
  return `an iteration of ${name} takes time like m to the ${slopeInterval(fit.exponent)} over ${widthRange(fit.widths)}${bent}`;
}

/** B10: the crossings of sparse and dense algorithms, each on the backend where it is fastest at its largest width. */
function crossoverAnswer(result: Result): Answer[] {
  const best = new Map<string, Series>();
  // the later, the faster
  for (const series of seriesOf(result)) {
    const key = `${series.algorithm} ${series.n}`;
    const known = best.get(key);
    if (known === undefined || last(series).width >= last(known).width) best.set(key, series);
  }
  const champion = ({ algorithm, backend }: { algorithm: string; backend: string }, n: number) =>
    best.get(`${algorithm} ${n}`)?.backend === backend;
  const own = result.crossovers.filter(
    ({ faster, slower, n }) =>
      isDense(faster.algorithm) !== isDense(slower.algorithm) && champion(faster, n) && champion(slower, n),
  );
  if (own.length === 0) return [];
  return [{ question: "B10", sentence: `${crossoverSentences(result, own).join("; ")}.` }];
}
