// Paired randomised rounds: every cell once a round in fresh random order, slow cells in some rounds only.
import { fillUniforms, type Key } from "@widthwise/core";
import { leastForInterval } from "./statistics/location.ts";

/** Random stream of what is measured when, and of the resampling of what was measured. */
export const scheduleStream = 8;

export interface Planned {
  readonly id: string;
  /** predicted cost of one visit: restoring, repeats and inner iterations together */
  readonly visitSeconds: number;
}

export interface ScheduleOptions {
  readonly rounds: number;
  /** limit on what one cell may take over all its rounds */
  readonly budgetSeconds: number;
  readonly key: Key;
}

export interface Schedule {
  /** rounds[r] lists the ids of round r in the order to measure them */
  readonly rounds: string[][];
  /** visits of each cell that takes part */
  readonly visits: Record<string, number>;
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

/** values ← a uniformly random order of them, by uniforms first … of the key's stream. Fisher and Yates 1938. */
export function shuffle<T>(values: T[], key: Key, first = 0): T[] {
  const uniforms = new Float64Array(values.length);
  fillUniforms(key, first, uniforms);
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(uniforms[i] * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

const format = (seconds: number) => `${Number(seconds.toPrecision(3))} s`;

/**
 * A cell takes part in as many rounds as its budget pays for, at least six (or all, if there are fewer), else it
 * is skipped with the reason. The same key and cells give the same schedule. O(rounds·cells).
 */
export function planRounds(cells: readonly Planned[], options: ScheduleOptions): Schedule {
  const { rounds, budgetSeconds, key } = options;
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`planRounds: rounds must be a positive integer, got ${rounds}`);
  if (!(budgetSeconds > 0))
    throw new RangeError(`planRounds: budget must be positive seconds, got ${budgetSeconds}`);
  if (new Set(cells.map((c) => c.id)).size !== cells.length)
    throw new RangeError("planRounds: cell ids repeat");
  const least = Math.min(leastForInterval, rounds);
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
        reason: `predicted ${needed} for ${least} rounds of ${format(visitSeconds)}, above the budget of ${format(budgetSeconds)}`,
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

/**
 * Seconds still to go: the predicted rest, scaled by how the prediction did so far. The first tenth trusts the
 * prediction in proportion, so that one slow first cell does not multiply the estimate.
 */
export function remainingSeconds(predictedDone: number, predictedTotal: number, elapsed: number): number {
  const rest = Math.max(0, predictedTotal - predictedDone);
  if (predictedDone <= 0 || predictedTotal <= 0) return rest;
  const trust = Math.min(1, predictedDone / predictedTotal / 0.1);
  return rest * (1 - trust + trust * (elapsed / predictedDone));
}
