// Does the head keep memory that the base gives back? Seen by what its processes hold from their first visits to their last.
import { median, smallest } from "@widthwise/measure";
import type { Side, Visits } from "./pair-events.ts";

/** Below this a heap's own ups and downs are seen. */
const LEAST_BYTES = 32 * 2 ** 20;
/** Visits at either end that are looked at. */
const ENDS = 5;

/** Bytes that a side's process holds more at its end than at its beginning; 0 where too few visits tell. */
function growthOf(side: Side, { visits }: Visits): number {
  const held = visits.flatMap((visit) =>
    visit.side === side && visit.residentBytes !== undefined ? [visit.residentBytes] : [],
  );
  return held.length < 2 * ENDS ? 0 : median(held.slice(-ENDS)) - median(held.slice(0, ENDS));
}

/** In a sentence, where every process of the head grows by more than 32 MB beyond the base's; undefined where none or only some do. */
export function extraGrowth(processes: readonly Visits[]): string | undefined {
  const extra = processes.map((one) => growthOf("head", one) - Math.max(0, growthOf("base", one)));
  if (extra.length === 0 || smallest(extra) < LEAST_BYTES) return undefined;
  const megabytes = (side: Side) => Math.round(median(processes.map((one) => growthOf(side, one))) / 1e6);
  return `memory: processes of the head grow by ${megabytes("head")} MB from their first visits to their last, those of the base by ${megabytes("base")} MB`;
}
