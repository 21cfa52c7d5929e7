// Which cells may be used for what.
import type { Cell, Timing } from "./schema.ts";

export type TimedCell = Cell & { readonly timing: Timing };

/** Right answer, and a time that the timer resolved: everything else has no time. */
export function isTimed(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined && !cell.timing.notes.includes("below-floor");
}

/** Timed cells by (algorithm, backend, n), each group by ascending width. */
export function seriesOf(cells: readonly Cell[]): TimedCell[][] {
  const groups = Map.groupBy(cells.filter(isTimed), (c) => JSON.stringify([c.algorithm, c.backend, c.n]));
  return [...groups.values()].map((group) => group.sort((a, b) => a.width - b.width));
}

export interface Side {
  readonly algorithm: string;
  readonly backend: string;
}

export const sameSide = (a: Side, b: Side): boolean => a.algorithm === b.algorithm && a.backend === b.backend;
