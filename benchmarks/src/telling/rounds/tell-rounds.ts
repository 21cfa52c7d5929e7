// The report of a suite of paired rounds: what was timed, every cell, the cells without a time, and the controls.
import { type Cell, isTimed, type Result } from "@widthwise/measure";
import { type Block, paragraph } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { significant, widthLabel } from "../../page/units.ts";
import { reasonBlocks } from "../reasons.ts";
import type { Tell } from "../tell.ts";
import { controlBlocks } from "./controls.ts";
import { type EveryCell, everyCellBlocks } from "./every-cell.ts";

/** What is a kind's own. `headline` and `opening` are asked only of results that have a time. */
export interface RoundsTell
  extends Pick<Tell, "headline" | "opening" | "plots" | "limits">,
    Partial<Pick<Tell, "answers">> {
  readonly cells: EveryCell;
}

export function tellRounds({
  answers = () => [],
  headline,
  opening,
  cells,
  plots,
  limits,
}: RoundsTell): Tell {
  const hasTimes = (result: Result) => result.cells.some(isTimed);
  return {
    answers,
    headline: (result) => (hasTimes(result) ? headline(result) : "no cell has a time"),
    opening: (result, options) =>
      hasTimes(result) ? opening(result, options) : [paragraph("No cell has a time: see the reasons below.")],
    plots,
    tables: () => [],
    cells: (result) => [...everyCellBlocks(result, cells), ...withoutTime(result), ...controlBlocks(result)],
    limits,
  };
}

/** What no measurement of times says, whatever was timed. */
export const oneMachine = ({ machine }: Result) =>
  `One machine (${machine.id}), one Node version, one data set: crossover widths move with each of them.`;

function withoutTime(result: Result): Block[] {
  return reasonBlocks({
    heading: "What has no time",
    none: "Nothing: every cell gave a right answer and a time.",
    cells: result.cells.filter((cell) => cell.status !== "ok" || cell.timing === undefined),
    reason: reasonOf,
    together: ({ n }) => n,
    columns: [
      ["n>", ([{ n }]) => String(n)],
      [
        "widths",
        (cells) =>
          distinct(cells.map(({ width }) => width))
            .map(widthLabel)
            .join(", "),
      ],
    ],
  });
}

function reasonOf({ reason, check, status }: Cell): string {
  const why = reason ?? (status === "ok" ? "answer checked, not timed" : "no reason recorded");
  if (!check || status !== "invalid") return why;
  const { what, value, reference, tolerance } = check;
  return `${why}: ${what} ${significant(value, 5)}, expected ${significant(reference, 5)} ± ${significant(tolerance, 2)}`;
}
