// Which cells of a result may be used for what, and the names by which cells and series are told apart.
import type { Cell, Params, Timing } from "./schema.ts";

/** A cell with a time: what fits, crossovers, comparisons and tables are computed from. */
export type TimedCell = Cell & { readonly timing: Timing };

/** Right answer, and a time that the timer resolved: everything else has no time. */
export function isTimed(cell: Cell): cell is TimedCell {
  return cell.status === "ok" && cell.timing !== undefined && !cell.timing.notes.includes("below-floor");
}

/** Its answer is its own, not that of the others at this size: such a cell is never called the fastest of all. */
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

/** A cell's one name, in schedules, journals and messages: "dense-gd js n=64 d=784 width=1024", then its params. */
export function cellName(
  cell: Pick<Cell, "algorithm" | "backend" | "n" | "d" | "width"> & { params?: Params | undefined },
): string {
  const { algorithm, backend, n, d, width } = cell;
  const params = paramsKey(cell);
  return `${algorithm} ${backend} n=${n} d=${d} width=${width}${params === "" ? "" : ` ${params}`}`;
}

/** What the cells of one series share; they differ in width. */
export interface SeriesShape {
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly params?: Params | undefined;
}

/** Equal for the cells of one series. */
export const seriesKey = (c: SeriesShape): string =>
  JSON.stringify([c.algorithm, c.backend, c.n, paramsKey(c)]);

/** A series as a person reads it: "dense-gd on js, n = 64", then its params. */
export function seriesName(series: SeriesShape): string {
  const params = paramsKey(series);
  return `${series.algorithm} on ${series.backend}, n = ${series.n}${params === "" ? "" : `, ${params}`}`;
}

/** A cell's shape alone, without `params` where it has none. */
export function seriesShape({ algorithm, backend, n, params }: SeriesShape) {
  return { algorithm, backend, n, ...(params === undefined ? {} : { params }) };
}

/** Timed cells by (algorithm, backend, n, params), each group by ascending width. */
export function seriesOf(cells: readonly Cell[]): TimedCell[][] {
  const groups = Map.groupBy(cells.filter(isTimed), seriesKey);
  return [...groups.values()].map((group) => group.sort((a, b) => a.width - b.width));
}

/** One of the two that a crossover or a ratio compares. */
export interface Side {
  readonly algorithm: string;
  readonly backend: string;
}

/** Same algorithm on the same backend. */
export const sameSide = (a: Side, b: Side): boolean => a.algorithm === b.algorithm && a.backend === b.backend;
