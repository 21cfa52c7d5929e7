// Exact work counters: what a computation did, not what a formula says it should do.

/**
 * Work done so far. The layer that does the work increments them, so that a second product inside a step cannot go
 * unseen.
 */
export interface Counters {
  /** multiply-adds of floating-point numbers */
  macs: number;
  /** bytes read: an array counts once per pass over it, the traffic that no cache can save between passes */
  bytesRead: number;
  /** bytes read again within a pass, such as a row of K for every neuron that fires: what a cache that holds them saves */
  bytesReread: number;
  /** bytes written, likewise */
  bytesWritten: number;
  /** comparisons against the threshold or between tree nodes */
  compares: number;
  /** 32-bit words combined and counted by bit operations */
  words: number;
}

/** Every counter, in the order in which results list them. */
export const counterNames = [
  "macs",
  "bytesRead",
  "bytesReread",
  "bytesWritten",
  "compares",
  "words",
] as const;

/** Counters that start at zero. */
export function newCounters(): Counters {
  return { macs: 0, bytesRead: 0, bytesReread: 0, bytesWritten: 0, compares: 0, words: 0 };
}

/** Sets every counter to zero. */
export function resetCounters(counters: Counters): void {
  for (const name of counterNames) counters[name] = 0;
}
