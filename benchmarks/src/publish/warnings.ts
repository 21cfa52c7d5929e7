// What a reader must know before using the numbers, each with what to do next.
import { isTimed, type Result, type TimedCell } from "@widthwise/measure";
import { type Block, type Text, warning } from "../page/document.ts";
import { distinct } from "../page/lists.ts";
import { percent, significant } from "../page/units.ts";
import { kindOf } from "../suites.ts";
import { hasNote } from "../telling/rounds/dense.ts";
import { hasTime } from "../telling/rounds/every-cell.ts";
import { axisOf } from "../telling/searches/searches.ts";

export function warningBlocks(result: Result): Block[] {
  return [
    ...runWarnings(result),
    ...sizeWarnings(result),
    ...noteWarnings(result.cells.filter(hasTime)),
    ...controlWarnings(result),
    ...failureWarnings(result),
  ].map(warning);
}

function runWarnings({ commit, commitUnknown, dirty, profile, backends }: Result): Text[] {
  return [
    ...(dirty ? ["Measured with uncommitted changes: commit, then run the command again."] : []),
    ...(commit === "unknown"
      ? [`**The commit that was measured is not known**: ${commitUnknown ?? "git did not tell it"}.`]
      : []),
    ...(profile === "quick"
      ? ["Quick profile: enough for a first look; run with `--profile full` before quoting a number."]
      : []),
    ...backends
      .filter(({ software }) => software)
      .map(
        ({ name, device }) =>
          `${name} ran on the processor (${device}): its times are no GPU times. Run on a machine with a GPU.`,
      ),
  ];
}

/** Exponents need five widths, or five n where a suite goes along n. */
function sizeWarnings(result: Result): Text[] {
  const kind = kindOf(result);
  const axis = kind === "structures" ? axisOf(result) : "width";
  const sizes = distinct(result.cells.filter(isTimed).map((cell) => cell[axis])).length;
  if (sizes === 0 || sizes >= 5 || kind === "products") return [];
  const [what, option] = axis === "n" ? ["sizes n", "--n"] : [sizes === 1 ? "width" : "widths", "--widths"];
  return [`Times at ${sizes} ${what} only: exponents need five; pass more \`${option}\`.`];
}

const noteAdvice = new Map(
  Object.entries({
    contended: "something else used the machine; measure again when it is idle, or raise `--rounds`",
    drifting: "time changed during the run; let the machine come to a steady temperature and measure again",
    "slow-baseline": "dense, but below half of the best product rate of the run; never used for a ratio here",
    approximate:
      "works on the firing neurons that it finds; how many those are stands in each cell's check, and losses are its own: hold time against loss with `train`, not time against time",
    "few-rounds": "too few rounds for a 95 % interval; raise `--rounds` to six or more",
    short:
      "the measuring process died too often while it was at work on the cell, so fewer rounds than planned gave a sample; go on with `--resume`, or measure again",
    "below-floor": "too short for the timer; left out of fits, measure wider networks",
  }),
);

/** Results that do not say turns held a dense step against its own backend. */
const olderAdvice = new Map([
  ["slow-baseline", "dense, but below half of the same backend's product rate; never used for a ratio here"],
]);

function noteWarnings(timed: readonly TimedCell[]): Text[] {
  return distinct(timed.flatMap(({ timing }) => timing.notes)).map((note) => {
    const own = timed.filter((cell) => hasNote(cell, note));
    const names = distinct(own.map(({ algorithm, backend }) => `\`${algorithm}\` on ${backend}`));
    const who = names.length > 4 ? `${names.length} series` : names.join(", ");
    const older = own.some(({ timing }) => timing.turn === undefined) ? olderAdvice.get(note) : undefined;
    const advice = older ?? noteAdvice.get(note) ?? noteAdvice.get(note.split(":")[0]);
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

function failureWarnings(result: Result): Text[] {
  const failed = result.cells.filter(({ status }) => status === "invalid" || status === "error").length;
  if (failed === 0) return [];
  const missing = kindOf(result) === "study" ? "answer" : "time";
  return [
    `**${failed === 1 ? "One cell" : `${failed} cells`} gave a wrong answer or an error**, so no ${missing} is given: see “What has no ${missing}”.`,
  ];
}
