// Which cells are measured in turn: a run is a list of phases, each with processes and rounds of its own.
import { cellBytes } from "./cell-limits.ts";
import type { Journal } from "./journal.ts";
import type { RunPlan } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";

/** Cells that share processes, one per backend, and rounds. */
export interface Phase {
  /** its one name, for the journal and its reader */
  readonly name: string;
  /** the cells' processes are their first ones (0), second ones … */
  readonly process: number;
  readonly cells: readonly CellSpec[];
  /** the number of its first round among all rounds of its cells */
  readonly firstRound: number;
  /** 0: answers are checked and nothing is timed */
  readonly rounds: number;
  /** what one cell may take over these rounds */
  readonly budgetSeconds: number;
  /** its cells have the machine for themselves */
  readonly alone: boolean;
}

/** A state above this many bytes is measured alone, in a process of its own. */
const BIG_BYTES = 2 ** 29;

/** In the order in which they run. A twin is measured where its cell is: only what is visited in turn compares. */
export function phasesOf({ cells, twins, data, rounds, processes, budgetSeconds }: RunPlan): Phase[] {
  const isBig = (cell: CellSpec) => cellBytes(cell, data) > BIG_BYTES;
  const perProcess = rounds === 0 ? 0 : Math.max(1, Math.round(rounds / processes));
  const together = [...cells, ...twins].filter((cell) => !isBig(cell));
  const [first, ...others] = Array.from(
    { length: Math.max(1, processes) },
    (_, process): Phase => ({
      name: `process ${process + 1} of ${Math.max(1, processes)}`,
      process,
      cells: together,
      firstRound: process * perProcess,
      rounds: perProcess,
      budgetSeconds: budgetSeconds / Math.max(1, processes),
      alone: false,
    }),
  );
  // one process is what a big cell can have: further ones would only repeat its set-up
  const big = cells.filter(isBig).map((cell): Phase => {
    const id = idOf(cell);
    const own = [cell, ...twins].filter((each) => idOf({ ...each, twin: false }) === id);
    return {
      name: `${id}, alone`,
      process: 0,
      cells: own,
      firstRound: 0,
      rounds,
      budgetSeconds,
      alone: true,
    };
  });
  return [first, ...big, ...others];
}

/** How many visits of a phase to a cell are still to be made; a check without visits counts as one. */
export function openVisits(
  { name, process, firstRound, rounds }: Phase,
  cell: CellSpec,
  journal: Journal,
): number {
  const id = idOf(cell);
  const info = journal.backend(cell.backend);
  // on what it was measured is not known: its backend is opened again
  if (info === undefined) return Math.max(1, rounds);
  if ("missing" in info) return 0;
  const first = journal.prepared(0, id);
  if (first !== undefined && first.status !== "ok") return 0;
  const prepared = journal.prepared(process, id);
  if (prepared === undefined) return Math.max(1, rounds);
  if (prepared.status !== "ok") return 0;
  const planned = rounds === 0 ? [] : journal.planned(name, id);
  if (planned === undefined) return rounds;
  return planned.filter((round) => !journal.isSampled(id, firstRound + round)).length;
}

/** Everything that the plan asks for is found, or there is a reason why not that will not go away. */
export function isComplete(plan: RunPlan, journal: Journal): boolean {
  return phasesOf(plan).every((phase) => phase.cells.every((cell) => openVisits(phase, cell, journal) === 0));
}
