// What a reader must know before using the numbers, each with what to do next.
import type { Result } from "@widthwise/measure";
import { type Block, type Text, warning } from "../page/document.ts";
import { distinct } from "../page/lists.ts";
import { percent, significant } from "../page/units.ts";
import { kindOf } from "../suites.ts";
import { axisOf, hasNote, isTimed, type TimedCell } from "../telling/series.ts";

const noteAdvice: Readonly<Record<string, string>> = {
  contended: "something else used the machine; measure again when it is idle, or raise `--rounds`",
  drifting: "time changed during the run; let the machine come to a steady temperature and measure again",
  "slow-baseline": "dense, but below half of the same backend's product rate; never used for a ratio here",
  approximate:
    "works on the firing neurons that it finds; how many those are stands in each cell's check, and losses are its own: hold time against loss with `train`, not time against time",
  "few-rounds": "too few rounds for a 95 % interval; raise `--rounds` to six or more",
  "below-floor": "too short for the timer; left out of fits, measure wider networks",
};

export function warningBlocks(result: Result): Block[] {
  const invalid = result.cells.filter((cell) => cell.status === "invalid" || cell.status === "error");
  const timed = result.cells.flatMap((cell) =>
    cell.status === "ok" && cell.timing ? [{ ...cell, timing: cell.timing }] : [],
  );
  return [...runWarnings(result), ...noteWarnings(timed), ...controlWarnings(result)]
    .concat(
      invalid.length > 0
        ? [
            `**${invalid.length === 1 ? "One cell" : `${invalid.length} cells`} gave a wrong answer or an error**, so no time is given: see “What has no time”.`,
          ]
        : [],
    )
    .map(warning);
}

function runWarnings(result: Result): Text[] {
  const found: Text[] = [];
  if (result.dirty) found.push("Measured with uncommitted changes: commit, then run the command again.");
  if (result.profile === "quick")
    found.push("Quick profile: enough for a first look; run with `--profile full` before quoting a number.");
  for (const { name, device } of result.backends.filter(({ software }) => software))
    found.push(
      `${name} ran on the processor (${device}): its times are no GPU times. Run on a machine with a GPU.`,
    );
  const kind = kindOf(result);
  const axis = kind === "structures" ? axisOf(result) : "width";
  const exponents = distinct(result.cells.filter(isTimed).map((cell) => cell[axis])).length;
  if (exponents > 0 && exponents < 5 && kind !== "products")
    found.push(
      `Times at ${exponents} ${axis === "n" ? "sizes n" : exponents === 1 ? "width" : "widths"} only: exponents need five; pass more \`--${axis === "n" ? "n" : "widths"}\`.`,
    );
  return found;
}

function noteWarnings(timed: readonly TimedCell[]): Text[] {
  return distinct(timed.flatMap(({ timing }) => timing.notes)).map((note) => {
    const own = timed.filter((cell) => hasNote(cell, note));
    const names = distinct(own.map(({ algorithm, backend }) => `\`${algorithm}\` on ${backend}`));
    const who = names.length > 4 ? `${names.length} series` : names.join(", ");
    const advice = noteAdvice[note] ?? noteAdvice[note.split(":")[0]];
    return `**${note}**: ${own.length} of ${timed.length} cells (${who})${advice ? `: ${advice}` : ""}.`;
  });
}

function controlWarnings({ controls }: Result): Text[] {
  return controls.aa
    .filter(({ ratio }) => ratio.lo > 1 || ratio.hi < 1)
    .map(
      ({ algorithm, backend, width, ratio }) =>
        `**A/A pair apart**: \`${algorithm}\` on ${backend} at ${width} against itself gives ${significant(ratio.value)}; differences below ${percent(2 * Math.abs(ratio.value - 1))} mean nothing here. Measure again on an idle machine.`,
    );
}
