// Legal results with gaps, drawn by a seed, and what is wrong with how they are told: a fault, or a word that no reader should meet.
import { fillUniforms } from "@widthwise/core";
import type { Cell, Result } from "@widthwise/measure";
import { printMarkdown } from "../src/page/markdown.ts";
import { printText } from "../src/page/text.ts";
import { reportBlocks, screenBlocks } from "../src/publish/report-blocks.ts";
import { tellable } from "../src/publish/tellable.ts";

/** How much is missing, from hardly anything to all. */
const shares = [0.02, 0.2, 0.6, 1];

/**
 * One kind of gap in a share of the cells: measures that are null, one measure that is, or cells that failed, were wrong or left
 * out. Fits and crossovers of series that lost a cell are gone, since they no longer follow.
 */
export function withGaps(result: Result, seed: number): Result {
  const { cells, fits, crossovers } = structuredClone(result);
  const uniforms = new Float64Array(2 + 64 * cells.length);
  fillUniforms({ seed, stream: 77 }, 0, uniforms);
  let used = 0;
  const draw = () => uniforms[used++ % uniforms.length];
  const kind = (["null", "named", "failed"] as const)[Math.floor(3 * draw())];
  const share = shares[Math.floor(shares.length * draw())];
  const names = [...new Set(cells.flatMap(({ measures = {} }) => Object.keys(measures)))];
  const named = names[Math.floor(draw() * names.length)];
  const lost = new Set<string>();
  const seriesOf = ({ algorithm, backend }: Pick<Cell, "algorithm" | "backend">) => `${algorithm} ${backend}`;
  const changed = cells.map((cell): Cell => {
    if (kind === "failed") {
      if (draw() >= share) return cell;
      lost.add(seriesOf(cell));
      const { measures, timing, check, counters, rate, firing, initNs, peakBytes, ...rest } = cell;
      const status = (["error", "skipped", "invalid"] as const)[Math.floor(3 * draw())];
      return { ...rest, status, reason: "drawn" };
    }
    if (cell.measures === undefined) return cell;
    const measures = Object.entries(cell.measures).map(([name, value]) => [
      name,
      (kind === "null" || name === named) && draw() < share ? null : value,
    ]);
    return { ...cell, measures: Object.fromEntries(measures) };
  });
  const stays = (...sides: readonly Pick<Cell, "algorithm" | "backend">[]) =>
    sides.every((side) => !lost.has(seriesOf(side)));
  return {
    ...result,
    cells: changed,
    fits: fits.filter((fit) => stays(fit)),
    crossovers: crossovers.filter(({ faster, slower }) => stays(faster, slower)),
  };
}

/** What stands in a text where a number or a word should. */
export const wrongWords = (text: string): string[] =>
  [...text.matchAll(/.{0,60}(?:NaN|undefined|Infinity|\bnull\b|\[object ).{0,30}/g)].map(([found]) => found);

/** Numbers of a plot's specification that are none, and wrong words in its texts. */
function wrongParts(part: unknown, path: string): string[] {
  if (typeof part === "number") return Number.isFinite(part) ? [] : [`${path} is ${part}`];
  if (typeof part === "string") return wrongWords(part).map((found) => `${path}: ${found}`);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => wrongParts(value, `${path}.${name}`));
}

/** What is wrong with a result's report: blocks, terminal, headline, answers, and plots as data. */
export async function toldWrong(measured: Result): Promise<string[]> {
  try {
    const told = await tellable(measured);
    const { result, tell } = told;
    const texts = [
      printMarkdown(reportBlocks(told)),
      printText(screenBlocks(told)),
      tell.headline(result),
      ...tell.answers(result).flatMap(({ sentence, details = "" }) => [sentence, details]),
    ];
    return [
      ...texts.flatMap(wrongWords),
      ...tell.plots(result).flatMap((plot) => wrongParts(plot, plot.name)),
    ];
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
}
