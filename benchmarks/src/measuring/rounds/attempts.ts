// Cells that others disturbed are measured again with all cells of their size; of the sets of rounds the least disturbed counts. Which
// that is the foreign load decides, never a time.
import { contendedLoad, mean } from "@widthwise/measure";
import type { Sampled } from "./events.ts";
import type { Journal } from "./journal.ts";
import type { Phase } from "./phase.ts";
import { type CellSpec, idOf, sizeOf } from "./spec.ts";

/** Sets of rounds of one process: the first, and at most two more. */
export const MOST_ATTEMPTS = 3;

/** One set of rounds over cells that are measured again together. */
interface Attempt {
  readonly number: number;
  readonly visits: number;
  /** mean foreign load of each cell that was visited; empty where it was not seen */
  readonly loads: readonly number[];
}

/** Mean foreign load of visits; undefined where there are none or it was not seen. */
export function meanLoad(visits: readonly Sampled[]): number | undefined {
  const seen = visits.flatMap(({ load }) => load ?? []);
  return seen.length === 0 ? undefined : mean(seen);
}

function attemptOf(
  number: number,
  { process }: Phase,
  alike: readonly CellSpec[],
  journal: Journal,
): Attempt {
  const all = alike.map((cell) => journal.samples(idOf(cell), process, number));
  return {
    number,
    visits: all.reduce((sum, visits) => sum + visits.length, 0),
    loads: all.flatMap((visits) => meanLoad(visits) ?? []),
  };
}

/** The one with most visits, and of those the least disturbed; the first where nothing was seen. */
function leastDisturbed(attempts: readonly Attempt[]): Attempt {
  const load = ({ loads }: Attempt) => (loads.length === 0 ? 0 : mean(loads));
  return attempts.reduce((best, one) =>
    one.visits > best.visits || (one.visits === best.visits && load(one) < load(best)) ? one : best,
  );
}

const firstAttempts = (count: number, phase: Phase, alike: readonly CellSpec[], journal: Journal) =>
  Array.from({ length: count }, (_, number) => attemptOf(number, phase, alike, journal));

/** Cells of one size that are visited in turn, as far as that is planned. */
function groupKey({ name }: Phase, cell: CellSpec, journal: Journal): string {
  return `${sizeOf(cell)} ${journal.turn(name, 0, idOf(cell)) ?? ""}`;
}

/** The cells of a phase that are measured again together. */
export const alikeGroups = (phase: Phase, journal: Journal): CellSpec[][] => [
  ...Map.groupBy(phase.cells, (cell) => groupKey(phase, cell, journal)).values(),
];

/** Those that a cell is measured again with, itself included. */
export function alikeIn(phase: Phase, cell: CellSpec, journal: Journal): CellSpec[] {
  const key = groupKey(phase, cell, journal);
  return phase.cells.filter((other) => groupKey(phase, other, journal) === key);
}

/** The number of the attempt that counts in a phase for such cells. */
export const countedAttempt = (phase: Phase, alike: readonly CellSpec[], journal: Journal): number =>
  leastDisturbed(firstAttempts(MOST_ATTEMPTS, phase, alike, journal)).number;

/** How many attempts a phase is to make at such cells: one more while what counts so far is complete and disturbed. */
export function attemptsWanted(phase: Phase, alike: readonly CellSpec[], journal: Journal): number {
  for (let count = 1; count < phase.attempts; count++) {
    const open = alike.some((cell) => openInAttempt(phase, count - 1, cell, journal) > 0);
    if (open) return count;
    const { loads } = leastDisturbed(firstAttempts(count, phase, alike, journal));
    if (!loads.some((load) => load > contendedLoad)) return count;
  }
  return phase.attempts;
}

/** Visits to a prepared cell that one attempt has still to make; one of another status has none. */
export function openInAttempt(phase: Phase, attempt: number, cell: CellSpec, journal: Journal): number {
  const { name, process, firstRound, rounds } = phase;
  const id = idOf(cell);
  if (journal.prepared(process, id)?.status !== "ok") return 0;
  const planned = journal.planned(name, attempt, id);
  if (planned === undefined) return rounds;
  return planned.filter((round) => !journal.isSampled(id, attempt, firstRound + round)).length;
}
