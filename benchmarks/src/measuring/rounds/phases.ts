// Which cells are measured in turn: a run is a list of phases, each with processes and rounds of its own.
import { alikeIn, attemptsWanted, MOST_ATTEMPTS, openInAttempt } from "./attempts.ts";
import { cellBytes } from "./cell-limits.ts";
import type { Journal } from "./journal.ts";
import type { Phase } from "./phase.ts";
import type { RunPlan } from "./run-plan.ts";
import { type CellSpec, idOf, sizeOf } from "./spec.ts";

/** A state above this many bytes has a process of its own, which lives no longer than the rounds of its size. */
const BIG_BYTES = 2 ** 29;

/** In the order in which they run. A twin is measured where its cell is: only what is visited in turn compares. */
export function phasesOf(plan: RunPlan): Phase[] {
  const { cells, twins, data, rounds, attempts = MOST_ATTEMPTS, processes, budgetSeconds } = plan;
  const all = Map.groupBy([...cells, ...twins], (cell) => cellBytes(cell, data) > BIG_BYTES);
  const sizes = [...Map.groupBy(all.get(true) ?? [], sizeOf)];
  return Array.from({ length: processes }, (_, process) => {
    const name = `process ${process + 1} of ${processes}`;
    const common = {
      process,
      firstRound: process * rounds,
      rounds,
      attempts,
      budgetSeconds: budgetSeconds / processes,
    };
    return [
      { ...common, name, cells: all.get(false) ?? [], big: false },
      ...sizes.map(([size, own]) => ({ ...common, name: `${size}, ${name}`, cells: own, big: true })),
    ];
  }).flat();
}

/**
 * How many visits of a phase to a cell are still to be made, in as many attempts as are wanted or in the first alone; a check without
 * visits counts as one.
 */
export function openVisits(
  phase: Phase,
  cell: CellSpec,
  journal: Journal,
  attempts: "wanted" | "first" = "wanted",
): number {
  const { process, rounds } = phase;
  const id = idOf(cell);
  const info = journal.backend(cell.backend);
  // on what it was measured is not known: its backend is opened again
  if (info === undefined) return Math.max(1, rounds);
  if ("missing" in info) return 0;
  const first = journal.prepared(0, id);
  if (first !== undefined && first.status !== "ok") return 0;
  const prepared = journal.prepared(process, id);
  if (prepared === undefined) return Math.max(1, rounds);
  if (prepared.status !== "ok" || rounds === 0) return 0;
  const count = attempts === "first" ? 1 : attemptsWanted(phase, alikeIn(phase, cell, journal), journal);
  return Array.from({ length: count }, (_, attempt) => openInAttempt(phase, attempt, cell, journal)).reduce(
    (sum, open) => sum + open,
  );
}

/** Everything that the plan asks for is found, or there is a reason why not that will not go away. */
export function isComplete(plan: RunPlan, journal: Journal): boolean {
  return phasesOf(plan).every((phase) => phase.cells.every((cell) => openVisits(phase, cell, journal) === 0));
}
