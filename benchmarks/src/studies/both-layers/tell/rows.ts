// Networks of one size, trained in both layers beside the first alone, and what is measured of them.
import type { Cell, Interval } from "@widthwise/measure";
import { combinations } from "../../../measuring/jobs/combinations.ts";
import { distinct } from "../../../page/lists.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import { middleInterval } from "../../../telling/gaps.ts";
import { cellsWith, listOf, numberOf } from "../../../telling/read-cells.ts";
import { medianOf, type Seeds, seedBySeed } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Layers, Params } from "../params.ts";

export const layers = ["first", "both"] as const satisfies readonly Layers[];

/** One width; both sides have the same networks. */
export interface Pair extends Readonly<Record<Layers, Seeds>> {
  readonly width: number;
}

export interface Series {
  readonly algorithm: string;
  readonly shift: string;
  /** by width */
  readonly pairs: readonly Pair[];
}

/** Every algorithm and shift, at the widths that have both sides. */
export function seriesOf({ result, params: { grids, shifts } }: Told<Params>): Series[] {
  const algorithms = [...new Set(grids.map(({ algorithm }) => algorithm))];
  return combinations({ algorithm: algorithms, shift: shifts })
    .map(({ algorithm, shift }) => {
      const [first, both] = layers.map((train) =>
        Map.groupBy(cellsWith(result, { shift, train }, algorithm), ({ width }) => width),
      );
      const widths = distinct(first.keys()).filter((width) => both.has(width));
      const pairs = widths.map((width) => ({
        width,
        first: { cells: first.get(width)! },
        both: { cells: both.get(width)! },
      }));
      return { algorithm, shift, pairs };
    })
    .filter(({ pairs }) => pairs.length > 0);
}

/** Of the networks that get there: their steps. */
export const arrivals = ({ cells }: Seeds, tolerance: number): number[] =>
  cells.flatMap((cell) => numberOf(cell, `stepsTo${tolerance}`) ?? []);

/** Of step k + 1: pairs that change between firing and not, over those that fired before it. */
export const flips = (k: number) => (cell: Cell) => {
  const list = listOf(cell, "flipsPerFired");
  // a run that had ended before changes nothing more
  return list.length > 0 ? (list[k] ?? 0) : undefined;
};

export type Work = "macs" | "compares";
/** Of the first step. */
export const work = (which: Work) => (cell: Cell) => cell.counters?.[which];

/** Median over networks. */
export const middle = (seeds: Seeds, measure: Parameters<typeof medianOf>[1]): number =>
  medianOf(seeds, measure)?.value ?? Number.NaN;

/** Work of both layers over that of the first, network by network. */
export function workRatio({ first, both }: Pair, which: Work): Interval {
  const of = (cell: Cell) => work(which)(cell) ?? Number.NaN;
  return middleInterval(seedBySeed(both, first, "network").map(([one, other]) => of(one) / of(other)));
}

/** Exponent of the counted work in the width, over the medians of networks. */
export const workExponent = (pairs: readonly Pair[], train: Layers, which: Work) =>
  exponentOf(pairs.map((pair) => ({ x: pair.width, y: middle(pair[train], work(which)) })));
