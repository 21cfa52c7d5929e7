// A comparison as text: what was held against what, the thresholds, a line per series and per cell that is not the same, the verdict.
import { type Comparison, seriesName } from "@widthwise/measure";
import { interval, percent, slopeInterval } from "../../page/units.ts";
import { speak } from "../output/speak.ts";

type Source = Comparison["base"];
type Interval = Comparison["series"][number]["level"]["estimate"];

const sourceText = ({ commit, dirty, startedAt }: Source): string =>
  `${commit.slice(0, 12)}${dirty ? " with uncommitted changes" : ""}${startedAt ? ` of ${startedAt.slice(0, 16)}` : ""}`;

/** Time of head over time of base: "1.043× [1.021, 1.066]". */
export const ratioText = (found: Interval): string =>
  interval(found, (value) => value.toFixed(3)).replace(" [", "× [");
/** A change of exponent: "+0.012 [−0.003, 0.027]". */
export const changeText = (found: Interval): string =>
  `${found.value >= 0 ? "+" : ""}${slopeInterval(found)}`;

/** How many rounds would decide what is open: said once, and of each cell in the JSON. */
function openLines(cells: Comparison["cells"]): string[] {
  const rounds = cells.flatMap(({ moreRounds }) => moreRounds ?? []);
  if (rounds.length === 0) return [];
  const most = rounds.reduce((a, b) => Math.max(a, b));
  return [
    `${rounds.length} ${rounds.length === 1 ? "cell is" : "cells are"} open; about ${most} more rounds of both would decide ${rounds.length === 1 ? "it" : "all of them"}`,
  ];
}

/** How two revisions were measured, and how the work of a step differs. */
export function howLines({ measured, thresholds }: Comparison): string[] {
  if (measured === undefined || measured.processes === 0) return [];
  const { processes, again, rounds, differing, work } = measured;
  const more = again > 0 ? `, what seemed to have changed in ${again} more at another place` : "";
  return [
    `${processes} processes of each side, ${rounds} rounds in each${more}; a single cell counts beyond ±${percent(thresholds.cell ?? thresholds.level)}`,
    `${differing.length} loaded files differ${differing.length > 0 ? `: ${differing.slice(0, 5).join(", ")}${differing.length > 5 ? " …" : ""}` : ""}`,
    ...work.map((line) => `work of a step: ${line}`),
  ];
}

/** What counts as a change, in words. */
export function thresholdText({ thresholds }: Comparison): string {
  const [level, exponent] = [`±${percent(thresholds.level)}`, `±${thresholds.exponent}`];
  const ceiling =
    thresholds.level > thresholds.largestLevel
      ? ` (by the A/A pairs; above ±${percent(thresholds.largestLevel)} nothing is called the same)`
      : "";
  return `a change counts beyond ${level} of the level${ceiling}, ${exponent} of the exponent; times of head over base, value [lo, hi]`;
}

/** All that is said of a comparison, in lines. */
export function comparisonLines(comparison: Comparison): string[] {
  const { base, head, machine, thresholds, reasons, advice, series, cells, added, verdict } = comparison;
  const [level, exponent] = [`±${percent(thresholds.level)}`, `±${thresholds.exponent}`];
  const unknown = Object.entries({ base, head }).flatMap(([name, { commitUnknown }]) =>
    commitUnknown === undefined ? [] : [`! the commit of the ${name} is not known: ${commitUnknown}`],
  );
  const news = Map.groupBy(added, seriesName);
  return [
    `head ${sourceText(head)} against base ${sourceText(base)}, on ${machine}`,
    thresholdText(comparison),
    ...unknown,
    ...howLines(comparison),
    ...reasons.map((reason) => `! ${reason}`),
    ...[...news].map(([name, own]) => `only in the head: ${name}, ${own.length} cells`),
    ...series.map(
      (one) =>
        `${seriesName(one)}: level ${one.level.verdict} ${ratioText(one.level.estimate)} (${level}), exponent ${one.exponent.verdict} ${changeText(one.exponent.estimate)} (${exponent})`,
    ),
    ...cells
      .filter((cell) => cell.verdict !== "same")
      .map(
        (cell) =>
          `  ${cell.verdict}: ${seriesName(cell)}, d = ${cell.d}, width ${cell.width}${cell.ratio ? ` ${ratioText(cell.ratio)} (±${percent(cell.threshold)})` : ""}${cell.moreRounds === null && cell.reason ? `: ${cell.reason}` : ""}`,
      ),
    ...openLines(cells),
    ...advice,
    `verdict: ${verdict} (level ${level}, exponent ${exponent})`,
  ];
}

/** Prints it. */
export function printComparison(comparison: Comparison): void {
  for (const line of comparisonLines(comparison)) speak(line);
}
