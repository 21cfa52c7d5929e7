// Timed cells of search structures by structure, operation and size: what the two reports on them ask for.
import type { Result } from "@widthwise/measure";
import { type Operation, structureOperation } from "../../measuring/structure-operations.ts";
import { distinct } from "../../page/lists.ts";
import { axisOf, isTimed, measure, type TimedCell } from "../series.ts";

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

/** Structures in the order of their first cell. */
export function structuresOf(searches: readonly Search[]): string[] {
  return [...new Set(searches.map(({ structure }) => structure))];
}

/** What an operation is called in a sentence, and what one of it is. */
export const operationWords: Readonly<Record<Operation, string>> = {
  query: "query: the fired sets of all inputs",
  "query-dual": "query neuron by neuron",
  "query-none": "query when nothing fires",
  "update-few": "update of a few random neurons",
  "update-step": "update by the moves of a Gauss–Newton step",
  "gn-step": "Gauss–Newton step taken whole, from n coefficients",
  "gd-step": "gradient descent step taken whole, from n coefficients",
  build: "build",
};

/** Entries looked at for each fired pair; counts are exact. */
export function visitsPerFired(cell: TimedCell): number | undefined {
  const [visits, fired] = [measure(cell, "visits"), measure(cell, "fired")];
  return visits === undefined || !fired ? undefined : visits / fired;
}
