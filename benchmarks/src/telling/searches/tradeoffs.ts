// Times of updates and queries against n, for one neuron at a time.
import type { Interval, Result, TimedCell } from "@widthwise/measure";
import type { Operation } from "../../measuring/structure-operations.ts";
import { exponentOf } from "../exponent.ts";
import { isExact, measured, searchesOf, searchOf, structuresOf } from "./searches.ts";

/** Times of one structure by n, ns: of one neuron's update, of a query that lists, of one that finds nothing. */
export interface Tradeoff {
  readonly structure: string;
  readonly ns: readonly number[];
  readonly update: readonly number[];
  readonly list: readonly number[];
  readonly decide: readonly number[];
  readonly approximate: boolean;
}

/** One entry per structure, at the sizes where all its operations have a time. */
export function tradeoffsOf(result: Result): Tradeoff[] {
  const searches = searchesOf(result);
  return structuresOf(searches).flatMap((structure): Tradeoff[] => {
    const cellsOf = (operation: Operation) =>
      new Map(searchOf(searches, structure, operation)?.cells.map((cell) => [cell.n, cell]));
    const [few, query, none, dual] = (["update-few", "query", "query-none", "query-dual"] as const).map(
      cellsOf,
    );
    const ns = [...few.keys()].filter((n) => query.has(n) && none.has(n));
    if (ns.length === 0) return [];
    const median = (cell: TimedCell | undefined) => cell?.timing.median ?? Number.POSITIVE_INFINITY;
    return [
      {
        structure,
        ns,
        update: ns.map((n) => median(few.get(n)) / (measured(few.get(n), "neurons") ?? Number.NaN)),
        // neuron by neuron where that is faster
        list: ns.map((n) => Math.min(median(query.get(n)), median(dual.get(n)))),
        decide: ns.map((n) => median(none.get(n))),
        approximate: !isExact(query.get(ns[0])!),
      },
    ];
  });
}

/** t_u + t_q, or t_u · t_q, where the query finds nothing. */
export const together = ({ update, decide }: Tradeoff, by: "sum" | "product" = "sum"): number[] =>
  update.map((time, i) => (by === "sum" ? time + decide[i] : time * decide[i]));

/** Exponent in n; undefined from too few sizes. */
export const exponentInN = ({ ns }: Tradeoff, times: readonly number[]): Interval | undefined =>
  exponentOf(ns.map((x, i) => ({ x, y: times[i] })));
