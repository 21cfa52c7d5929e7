// What was found of each cell in all phases: the visits that its time is made of, and what is missing of them.
import { largest, median } from "@widthwise/measure";
import { alikeGroups, countedAttempt, MOST_ATTEMPTS } from "./attempts.ts";
import type { Sampled } from "./events.ts";
import type { Journal } from "./journal.ts";
import { openVisits, phasesOf } from "./phases.ts";
import type { RunPlan } from "./run-plan.ts";
import { idOf } from "./spec.ts";

/** The visits of one cell that count. */
export interface Counted {
  /** by ascending round: of every process the attempt that others disturbed least */
  readonly visits: readonly Sampled[];
  /** with whom it was visited in turn; of several names where that differs between processes */
  readonly turn: string;
  /** most in any process */
  readonly attempts: number;
  /** visits that were planned and not made */
  readonly missing: number;
}

/** By the cell's name. */
export function countedVisits(plan: RunPlan, journal: Journal): ReadonlyMap<string, Counted> {
  const found = new Map<string, Counted[]>();
  for (const phase of phasesOf(plan))
    for (const alike of alikeGroups(phase, journal)) {
      const attempt = countedAttempt(phase, alike, journal);
      for (const cell of alike) {
        const id = idOf(cell);
        const made = Array.from({ length: MOST_ATTEMPTS }, (_, k) => journal.samples(id, phase.process, k));
        const one = {
          visits: made[attempt],
          turn: journal.turn(phase.name, attempt, id) ?? "",
          attempts: made.filter((visits) => visits.length > 0).length,
          missing: attempt === 0 ? openVisits(phase, cell, journal, "first") : 0,
        };
        found.set(id, [...(found.get(id) ?? []), one]);
      }
    }
  return new Map([...found].map(([id, ofPhases]) => [id, joined(ofPhases)]));
}

function joined(ofPhases: readonly Counted[]): Counted {
  const visited = ofPhases.filter(({ visits }) => visits.length > 0);
  return {
    visits: ofPhases.flatMap(({ visits }) => visits),
    turn: [...new Set(visited.map(({ turn }) => turn))].join("; "),
    attempts: largest([1, ...ofPhases.map(({ attempts }) => attempts)]),
    missing: ofPhases.reduce((sum, { missing }) => sum + missing, 0),
  };
}

/** Share of the raw samples into which a collection fell. */
export function collectionShare(visits: readonly Sampled[]): number {
  const hit = visits.reduce(
    (sum, { collections = 0, rawNs }) => sum + Math.min(collections, rawNs.length),
    0,
  );
  return hit / visits.reduce((sum, { rawNs }) => sum + rawNs.length, 0);
}

/** Time until the steps returned, where a backend returns before; undefined for others. */
export function dispatchOf(visits: readonly Sampled[]): number | undefined {
  const dispatches = visits.flatMap(({ dispatchNs }) => dispatchNs ?? []);
  return dispatches.length > 0 ? median(dispatches) : undefined;
}
