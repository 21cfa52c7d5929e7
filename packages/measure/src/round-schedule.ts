// The round schedule: every cell once per round in fresh random order, slow cells in some rounds only.
import type { Key } from "@widthwise/core";
import { shuffle } from "./shuffle.ts";
import { leastForInterval } from "./statistics/location.ts";

/** Random stream of what is measured when, and of the resampling of what was measured. */
export const scheduleStream = 8;

/** A cell to be scheduled. */
export interface PlannedCell {
  readonly id: string;
  /** predicted cost of one visit: restoring, repeats and inner iterations together */
  readonly visitSeconds: number;
}

/** Options of `planRounds`. */
export interface ScheduleOptions {
  /** how many rounds; a positive integer */
  readonly rounds: number;
  /** with fewer a cell is skipped; default six, or all if there are fewer */
  readonly least?: number;
  /** limit on what one cell may take over all its rounds */
  readonly budgetSeconds: number;
  /** of the random orders */
  readonly key: Key;
}

/** Who is measured when, who is not and why, and how long it will take. */
export interface Schedule {
  /** rounds[r] lists the ids of round r in the order to measure them */
  readonly rounds: string[][];
  /** visits of each cell that takes part */
  readonly visits: Record<string, number>;
  /** cells that are not measured, in words for a person */
  readonly skipped: { readonly id: string; readonly reason: string }[];
  /** predicted seconds of the whole */
  readonly seconds: number;
}

/**
 * The rounds 0 … rounds−1 reordered so that every prefix is spread over the whole run (van der Corput's
 * sequence in base 2). A cell with v visits takes the first v: so the rounds of a slower cell are always
 * among those of a faster one, and any two cells are paired in min(v, v') rounds.
 */
export function spreadRounds(rounds: number): number[] {
  const bits = Math.ceil(Math.log2(Math.max(2, rounds)));
  const order: number[] = [];
  for (let i = 0; i < 2 ** bits; i++) {
    let reversed = 0;
    for (let b = 0; b < bits; b++) if (i & (1 << b)) reversed |= 1 << (bits - 1 - b);
    if (reversed < rounds) order.push(reversed);
  }
  return order;
}

const format = (seconds: number) => `${Number(seconds.toPrecision(3))} s`;

/**
 * A cell takes part in as many rounds as its budget pays for, at least `least`, else it
 * is skipped with the reason. The same key and cells give the same schedule. O(rounds·cells).
 * RangeError: rounds not a positive integer, a budget or predicted cost that is no positive number, ids that repeat.
 */
export function planRounds(cells: readonly PlannedCell[], options: ScheduleOptions): Schedule {
  const { rounds, budgetSeconds, key, least = Math.min(leastForInterval, options.rounds) } = options;
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`planRounds: rounds must be a positive integer, got ${rounds}`);
  if (!(budgetSeconds > 0))
    throw new RangeError(`planRounds: budget must be positive seconds, got ${budgetSeconds}`);
  if (new Set(cells.map((c) => c.id)).size !== cells.length)
    throw new RangeError("planRounds: cell ids repeat");
  const order = spreadRounds(rounds);
  const plan: string[][] = Array.from({ length: rounds }, () => []);
  const visits: Record<string, number> = {};
  const skipped: { id: string; reason: string }[] = [];
  let seconds = 0;
  for (const { id, visitSeconds } of cells) {
    if (!(visitSeconds >= 0)) throw new RangeError(`planRounds: predicted cost of ${id} is ${visitSeconds}`);
    const affordable =
      visitSeconds === 0 ? rounds : Math.min(rounds, Math.floor(budgetSeconds / visitSeconds));
    if (affordable < least) {
      const needed = format(least * visitSeconds);
      skipped.push({
        id,
        reason: `predicted ${needed} for ${least} ${least === 1 ? "round" : "rounds"} of ${format(visitSeconds)}, above the budget of ${format(budgetSeconds)}`,
      });
      continue;
    }
    visits[id] = affordable;
    seconds += affordable * visitSeconds;
    for (const r of order.slice(0, affordable)) plan[r].push(id);
  }
  plan.forEach((ids, r) => {
    shuffle(ids, key, r * cells.length);
  });
  return { rounds: plan, visits, skipped, seconds };
}
