// The runs of a result, networks of one size together.
import { type Cell, type Interval, median, medianInterval } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { listOf, numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Layers, type Params, paramsSchema } from "../params.ts";

export interface Run {
  /** ‖f − y‖ after some of the steps */
  readonly curve: readonly { readonly x: number; readonly y: number }[];
  /** by tolerance; null: never */
  readonly stepsTo: ReadonlyMap<number, number | null>;
  /** pairs that fire, over n·m */
  readonly firingAtStart: number;
  readonly firingAtEnd: number;
  /** pairs that change between firing and not in each of the first steps, over those that fired before it */
  readonly flips: readonly number[];
  /** of the first step */
  readonly macs: number;
  readonly compares: number;
  /** neurons that fired nowhere at the start and somewhere later */
  readonly awakened: number;
}

/** One algorithm at one size, over its networks. */
export interface Point {
  readonly algorithm: string;
  readonly train: Layers;
  readonly shift: string;
  readonly width: number;
  /** by the number of the network */
  readonly runs: ReadonlyMap<string, Run>;
}

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function pointsOf(result: StudyResult): Point[] {
  const { tolerances } = paramsOf(result);
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, ({ algorithm, width, params }) =>
    JSON.stringify([algorithm, width, params?.train, params?.shift]),
  );
  return [...groups.values()]
    .map(
      (cells): Point => ({
        algorithm: cells[0].algorithm,
        train: paramOf(cells[0], "train") as Layers,
        shift: paramOf(cells[0], "shift"),
        width: cells[0].width,
        runs: new Map(
          cells.map((cell) => [
            paramOf(cell, "network"),
            {
              curve: curveOf(cell),
              stepsTo: new Map(tolerances.map((one) => [one, numberOf(cell, `stepsTo${one}`)])),
              firingAtStart: numberOrNaN(cell, "firingAtStart"),
              firingAtEnd: numberOrNaN(cell, "firingAtEnd"),
              flips: listOf(cell, "flipsPerFired"),
              macs: cell.counters?.macs ?? Number.NaN,
              compares: cell.counters?.compares ?? Number.NaN,
              awakened: numberOf(cell, "awakened") ?? 0,
            },
          ]),
        ),
      }),
    )
    .sort((a, b) => a.width - b.width);
}

/** Both layers beside the first alone, at the widths that both have. */
export interface Pair {
  readonly width: number;
  readonly first: Point;
  readonly both: Point;
}

export function pairsOf(points: readonly Point[], algorithm: string, shift: string): Pair[] {
  const own = points.filter((point) => point.algorithm === algorithm && point.shift === shift);
  return distinct(own.map(({ width }) => width)).flatMap((width) => {
    const [first, both] = (["first", "both"] as const).map((train) =>
      own.find((point) => point.width === width && point.train === train),
    );
    return first && both ? [{ width, first, both }] : [];
  });
}

function curveOf(cell: Cell) {
  const residuals = listOf(cell, "curveResiduals");
  return listOf(cell, "curveSteps").map((x, k) => ({ x, y: residuals[k] }));
}

/** Of the networks that get there: how many, and their steps. */
export function arrivals({ runs }: Point, tolerance: number): { count: number; steps: number[] } {
  const steps = [...runs.values()].flatMap((run) => run.stepsTo.get(tolerance) ?? []);
  return { count: steps.length, steps };
}

/** Median over networks. */
export function middle({ runs }: Point, value: (run: Run) => number): number {
  return median([...runs.values()].map(value));
}

/** both/first of a value, network by network. */
export function ratioOf({ first, both }: Pair, value: (run: Run) => number): Interval {
  const ratios = [...both.runs].flatMap(([network, run]) => {
    const other = first.runs.get(network);
    return other ? [value(run) / value(other)] : [];
  });
  return medianInterval(ratios);
}
