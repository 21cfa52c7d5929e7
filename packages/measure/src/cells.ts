// Which cells may be used for what.
import type { Cell, Params, Timing } from "./schema.ts";

export type TimedCell = Cell & { readonly timing: Timing };

/** Right answer, and a time that the timer resolved: everything else has no time. */
export function isTimed(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined && !cell.timing.notes.includes("below-floor");
}

/** Its answer is its own, not that of the others at this size: never the fastest of all. */
export const isApproximate = ({ timing }: TimedCell): boolean => timing.notes.includes("approximate");

/** Equal params give equal text, whatever the order of their names: part of every key of a cell. */
export function paramsKey({ params = {} }: { params?: Params | undefined }): string {
  return Object.keys(params)
    .sort()
    .map(
      (name) => `${name}=${typeof params[name] === "string" ? JSON.stringify(params[name]) : params[name]}`,
    )
    .join(" ");
}

/** A cell's one name: in schedules, journals and messages. */
export function cellName(
  cell: Pick<Cell, "algorithm" | "backend" | "n" | "d" | "width"> & { params?: Params | undefined },
): string {
  const { algorithm, backend, n, d, width } = cell;
  const params = paramsKey(cell);
  return `${algorithm} ${backend} n=${n} d=${d} width=${width}${params === "" ? "" : ` ${params}`}`;
}

/** Timed cells by (algorithm, backend, n, params), each group by ascending width. */
export function seriesOf(cells: readonly Cell[]): TimedCell[][] {
  const groups = Map.groupBy(cells.filter(isTimed), (c) =>
    JSON.stringify([c.algorithm, c.backend, c.n, paramsKey(c)]),
  );
  return [...groups.values()].map((group) => group.sort((a, b) => a.width - b.width));
}

export interface Side {
  readonly algorithm: string;
  readonly backend: string;
}

export const sameSide = (a: Side, b: Side): boolean => a.algorithm === b.algorithm && a.backend === b.backend;
