// Repetitions of jobs, counted before they are made: a number typed wrong must not fill the memory.
import { UsageError } from "../../exit-codes.ts";

/** Jobs of one study: a sweep of as many takes weeks, and its ledger hundreds of megabytes. */
export const MOST_JOBS = 1_000_000;

let made = 0;

/** What `make` makes, in which all calls of `upTo` together may ask for MOST_JOBS; UsageError beyond. */
export function counted<T>(make: () => T): T {
  made = 0;
  return make();
}

/** 0, 1, …, count − 1. */
export function upTo(count: number): number[] {
  made += count;
  if (made > MOST_JOBS)
    throw new UsageError(
      `these parameters ask for more than ${MOST_JOBS} jobs: choose fewer seeds, rounds, cells or values of a list`,
    );
  return Array.from({ length: count }, (_, k) => k);
}
