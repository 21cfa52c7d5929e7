/**
 * Exact work counters. The layer that does the work increments them, so that a second product inside a
 * step cannot go unseen; nothing here is derived from a formula for the whole algorithm.
 */
export interface Counters {
  /** multiply-adds of floating-point numbers */
  macs: number;
  /** bytes of the arrays read and written, each array once a pass over it: the traffic that no cache can save between passes */
  bytesRead: number;
  bytesWritten: number;
  /** comparisons against the threshold or between tree nodes */
  compares: number;
  /** 32-bit words combined and counted by bit operations */
  words: number;
}

export const counterNames = ["macs", "bytesRead", "bytesWritten", "compares", "words"] as const;

export function newCounters(): Counters {
  return { macs: 0, bytesRead: 0, bytesWritten: 0, compares: 0, words: 0 };
}

/** Sets every counter to zero. */
export function resetCounters(counters: Counters): void {
  for (const name of counterNames) counters[name] = 0;
}
