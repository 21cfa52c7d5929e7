// Timed cells of search structures by structure, operation and size: what the two reports on them ask for.
import { type Cell, isTimed, type Result, type TimedCell } from "@widthwise/measure";
import { type Operation, scanStructure, structureOperation } from "../../measuring/structure-operations.ts";
import { distinct } from "../../page/lists.ts";

/** Along what a suite of search structures goes: what has more values. */
export function axisOf(result: Result): "width" | "n" {
  const sizes = (axis: "width" | "n") => new Set(result.cells.map((cell) => cell[axis])).size;
  return sizes("n") > sizes("width") ? "n" : "width";
}

export interface Search {
  readonly structure: string;
  readonly operation: Operation;
  /** ascending along the axis */
  readonly cells: readonly TimedCell[];
}

/** Series along the width at one n, or along n at one width: those at the largest value of the other. */
export function searchesOf(result: Result): Search[] {
  const axis = axisOf(result);
  const fixed = axis === "n" ? "width" : "n";
  const timed = result.cells.filter(isTimed);
  const largest = distinct(timed.map((cell) => cell[fixed])).at(-1);
  const groups = Map.groupBy(
    timed.filter((cell) => cell[fixed] === largest),
    ({ algorithm }) => algorithm,
  );
  return [...groups].map(([algorithm, cells]) => ({
    ...structureOperation(algorithm)!,
    cells: cells.sort((a, b) => a[axis] - b[axis]),
  }));
}

export function searchOf(
  searches: readonly Search[],
  structure: string,
  operation: Operation,
): Search | undefined {
  return searches.find((one) => one.structure === structure && one.operation === operation);
}

export const scanOf = (searches: readonly Search[], operation: Operation) =>
  searchOf(searches, scanStructure, operation);

/** Structures in the order of their first cell. */
export const structuresOf = (searches: readonly Search[]): string[] => [
  ...new Set(searches.map(({ structure }) => structure)),
];

/** The cell of a width. */
export const at = (search: Search | undefined, width: number): TimedCell | undefined =>
  search?.cells.find((cell) => cell.width === width);

/** The cells of several searches at a width, fastest first. */
export const fastestAt = (searches: readonly (Search | undefined)[], width: number): TimedCell[] =>
  searches.flatMap((search) => at(search, width) ?? []).sort((a, b) => a.timing.median - b.timing.median);

export const nameOf = ({ algorithm }: Cell): string => structureOperation(algorithm)!.structure;

/** "`max-trees`, neuron by neuron": a query's structure, with its way where it has two. */
export const queryName = ({ structure, operation }: Pick<Search, "structure" | "operation">): string =>
  `\`${structure}\`${operation === "query-dual" ? ", neuron by neuron" : ""}`;

/** A measure of a cell that is one number; undefined where it has none. */
export function measured(cell: Cell | undefined, name: string): number | undefined {
  const value = cell?.measures?.[name];
  return typeof value === "number" ? value : undefined;
}

/** An approximate structure says its recall, or that it has none to say. */
export const isExact = (cell: Cell): boolean => cell.measures?.recall === undefined;

/** Entries looked at for each fired pair; counts are exact. */
export function visitsPerFired(cell: TimedCell): number | undefined {
  const [visits, fired] = [measured(cell, "visits"), measured(cell, "fired")];
  return visits === undefined || !fired ? undefined : visits / fired;
}
