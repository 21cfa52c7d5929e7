// Repetitions of jobs, counted before they are made: a number typed wrong must not fill the memory.
import { UsageError } from "../../exit-codes.ts";

/** Jobs of one study: a sweep of as many takes weeks, and its ledger hundreds of megabytes. */
export const MOST_JOBS = 1_000_000;

/** What the innermost call of `counted` has made so far. */
let made = 0;

/** What `make` makes, in which all calls of `reserve` together may ask for MOST_JOBS; UsageError beyond. */
export function counted<T>(make: () => T): T {
  const before = made;
  made = 0;
  try {
    return make();
  } finally {
    made = before;
  }
}

/** Says that so many more are about to be made. UsageError where that is more than MOST_JOBS of one `counted`. */
export function reserve(count: number): void {
  made += count;
  if (made > MOST_JOBS)
    throw new UsageError(
      `these parameters ask for more than ${MOST_JOBS} jobs: choose fewer seeds, rounds, cells or values of a list`,
    );
}

/** 0, 1, …, count − 1, each reserved. */
export function upTo(count: number): number[] {
  reserve(count);
  return Array.from({ length: count }, (_, k) => k);
}
