// What a phase of a run is: cells that are visited in the same rounds of processes that live as long as the phase.
import { type CellSpec, idOf } from "./spec.ts";

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
  /** sets of such rounds at most, where others disturb them */
  readonly attempts: number;
  /** what one cell may take over these rounds */
  readonly budgetSeconds: number;
  /** its cells are of one size and have each a process of its own; alone, one after another, where their states do not fit together */
  readonly big: boolean;
}

/** Cells of a phase that are visited in turn. */
export interface Turn {
  /** cells of one name are paired */
  readonly name: string;
  readonly cells: readonly CellSpec[];
}

/** Which process measures a cell in a phase. */
export const hostOf = ({ big }: Phase, cell: CellSpec): string => (big ? idOf(cell) : cell.backend);
