// Who wins from which width, in words.
import { type Crossover, isTimed, type Result, seriesKey } from "@widthwise/measure";
import type { Text } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { roughWidth, widthRange } from "../../page/units.ts";
import { isDense } from "./dense.ts";
import { fastestSeries } from "./series.ts";

/** Between a sparse and a dense algorithm. */
export const isSparseAgainstDense = ({ faster, slower }: Crossover) =>
  isDense(faster.algorithm) !== isDense(slower.algorithm);

/** Sparse against dense, each on the backend where it is fastest at its largest width. */
export function mainCrossovers(result: Result): Crossover[] {
  const fastest = fastestSeries(result);
  const isFastest = ({ algorithm, backend }: Crossover["faster"], n: number) =>
    fastest.some((one) => one.algorithm === algorithm && one.backend === backend && one.n === n);
  return result.crossovers.filter(
    (one) => isSparseAgainstDense(one) && isFastest(one.faster, one.n) && isFastest(one.slower, one.n),
  );
}

/** Widths at which both sides of a crossover have a time, ends only. */
function sharedEnds(result: Result, { faster, slower, n, params }: Crossover): [least: number, most: number] {
  const widthsOf = (side: Crossover["faster"]) =>
    result.cells
      .filter(isTimed)
      .filter((cell) => seriesKey(cell) === seriesKey({ ...side, n, params }))
      .map((cell) => cell.width);
  const others = new Set(widthsOf(slower));
  const shared = distinct(widthsOf(faster).filter((width) => others.has(width)));
  return [shared.at(0) ?? 0, shared.at(-1) ?? 0];
}

/** ", unpaired at 2²⁰": where the two were not visited in turn. */
const unpairedWords = ({ unpaired = [] }: Crossover): Text =>
  unpaired.length === 0 ? "" : `, unpaired at ${widthRange(unpaired)}`;

/** "`live-gn` on js beats `dense-gd` on wasm from width 512 [430, 600]" */
function crossoverSentence(result: Result, crossover: Crossover): Text {
  const { faster, slower, width, lo, hi, status, n } = crossover;
  const [least, most] = sharedEnds(result, crossover);
  const range = `${least} … ${most}`;
  const [a, b] = [side(faster), side(slower)];
  const at = `, n = ${n}${unpairedWords(crossover)}`;
  switch (status) {
    case "crossed": {
      const from = lo === null ? `below ${least}` : roughWidth(lo);
      const to = hi === null ? `beyond ${most}` : roughWidth(hi);
      return `${a} beats ${b} **from width ${roughWidth(width!)}** [${from}, ${to}]${at}`;
    }
    case "always":
      // the same fact, told of the one that was meant to win
      if (isLoss(crossover)) return `${b} **never** beats ${a} in ${range}${at}`;
      return `${a} beats ${b} **at every width measured** (${range})${at}`;
    case "never":
      return `${a} **never** beats ${b} in ${range}${at}`;
    case "unresolved":
      return `${a} and ${b}: **not resolved** in ${range} (their order changes with the noise, or more than once)${at}`;
  }
}

/** Dense is faster than sparse, where it is faster at all. */
export const isLoss = ({ faster, slower }: Crossover) =>
  isDense(faster.algorithm) && !isDense(slower.algorithm);

/** A sentence each; those that one side wins at every width are told together. */
export function crossoverSentences(result: Result, crossovers: readonly Crossover[]): Text[] {
  const groups = Map.groupBy(crossovers, (c) =>
    JSON.stringify(c.status === "always" && !isLoss(c) ? [c.status, c.faster, c.n] : c),
  );
  return [...groups.values()].map((own) => {
    const { faster, n } = own[0];
    if (own.length === 1) return crossoverSentence(result, own[0]);
    const losers = own.map(
      (c) => `${side(c.slower)} (${sharedEnds(result, c).join(" … ")}${unpairedWords(c)})`,
    );
    return `${side(faster)} beats **at every width measured**, n = ${n}: ${losers.join(", ")}`;
  });
}

const side = ({ algorithm, backend }: Crossover["faster"]): Text => `\`${algorithm}\` on ${backend}`;

/** How the widths and intervals of the sentences came to be. */
export const crossoverMethod = ({ cells }: Result): Text =>
  `Widths by interpolation between those measured; intervals from ${cells.some(({ timing }) => timing?.interval === "processes") ? "the scatter between processes" : "resampled rounds"}, 95 %.`;
