// Whether the ratio that a suite was made for is reached, and what bounds it.
import { isTimed, type Result, type TimedCell } from "@widthwise/measure";
import { type Block, heading, paragraph } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { bytes, count, percent, rate, time, widthLabel } from "../../page/units.ts";
import { loadSuite, suiteNames } from "../../suites.ts";
import { besideDense } from "../rounds/dense.ts";
import { ratioOf, ratioWords } from "../rounds/ratios.ts";

/** The aim of the result's suite at the largest width where it can be judged; nothing for suites without one. */
export function aimBlocks(result: Result): Block[] {
  const suite = suiteNames.includes(result.suite) ? loadSuite(result.suite) : undefined;
  if (suite?.kind !== "training" || suite.aim === undefined) return [];
  const { algorithm, backend, timesBelowDense } = suite.aim;
  const own = result.cells
    .filter(isTimed)
    .filter((cell) => cell.algorithm === algorithm && cell.backend === backend)
    .sort((a, b) => a.width - b.width);
  const judged = besideDense(result, own);
  if (judged === undefined) return [];
  const { cell, dense } = judged;
  const found = ratioOf(dense, cell, result.seed);
  const allowed = dense.timing.median / timesBelowDense;
  const verdict =
    found.value >= timesBelowDense
      ? "**reached**"
      : `**missed** by ${percent(1 - found.value / timesBelowDense)}: a step would have to take ${time(allowed)} and takes ${time(cell.timing.median)}`;
  return [
    heading(2, "Is the aim reached?"),
    paragraph(
      `Aim: an iteration of \`${algorithm}\` on ${backend} ${timesBelowDense} times below the fastest dense one of any backend. At width ${widthLabel(cell.width)}, n = ${cell.n}, it is ${ratioWords(found)} below \`${dense.algorithm}\` on ${dense.backend}: ${verdict}.${boundOf(result, cell)} ${sourceOf(result)}.`,
    ),
  ];
}

/** The step beside what the machine's arithmetic and memory allow. */
function boundOf({ machine: { peaks } }: Result, { rate: reached, counters }: TimedCell): string {
  if (peaks === undefined || reached?.ofPeak === undefined || counters === undefined) return "";
  const moved = counters.bytesRead + counters.bytesWritten;
  return ` What bounds it: ${count(counters.macs)} multiply-adds at ${rate(peaks.fmaFlopsPerSecond)} and ${bytes(moved)} at ${bytes(peaks.triadBytesPerSecond)} a second would take one thread ${percent(reached.ofPeak)} of that time (above 100 %: a part stays in the cache).`;
}
