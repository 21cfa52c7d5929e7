import { type Cell, type Interval, medianInterval } from "@widthwise/measure";
import { type Measured, networksOf, widestSeries } from "../../../telling/networks/networks-measured.ts";
import { listOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** The definitions of the effective rank, by the end of a measure's name. */
export const definitions = {
  K90: "k₀.₉₀",
  K95: "k₀.₉₅",
  K99: "k₀.₉₉",
  K999: "k₀.₉₉₉",
  Stable: "stable",
  Participation: "participation",
  Numerical: "numerical",
} as const;
export type Definition = keyof typeof definitions;
export type Kind = "feature" | "gradient";

export const trainedNetworks = (result: StudyResult): Measured[] =>
  networksOf(result, ({ params }) => params?.part === "network");

/** The kind that was measured at most widths. */
export const series = (result: StudyResult): Measured[] => widestSeries(trainedNetworks(result));

/** A list's first, largest and last number, each the median over seeds. */
export function course({ cells }: Measured, measure: string) {
  const lists = cells.map((cell) => listOf(cell, measure));
  const at = (pick: (list: number[]) => number) => medianInterval(lists.map(pick));
  return {
    start: at((list) => list[0]),
    most: at((list) => Math.max(...list)),
    end: at((list) => list[list.length - 1]),
    /** end over start, a seed at a time */
    growth: at((list) => list[list.length - 1] / list[0]),
  };
}

/** Median over seeds at every look. */
export function curve({ cells }: Measured, measure: string): { step: number; value: Interval }[] {
  const lists = cells.map((cell) => listOf(cell, measure));
  return listOf(cells[0], "step").map((step, k) => ({
    step,
    value: medianInterval(lists.map((list) => list[k])),
  }));
}

/** In how many of all runs the rank was larger at the end than at the start. */
export function grew(networks: readonly Measured[], measure: string) {
  const runs = networks.flatMap(({ cells }) => cells.map((cell) => listOf(cell, measure)));
  return { runs: runs.length, grew: runs.filter((list) => list[list.length - 1] > list[0]).length };
}

export interface LayerRow {
  readonly network: Measured;
  readonly name: string;
  readonly value: (measure: string) => number;
}

/** The weights of every network, in the network's order. */
export function layerRows(result: StudyResult): LayerRow[] {
  return networksOf(result, ({ params }) => params?.part === "layer").flatMap((network) =>
    [...Map.groupBy(network.cells, (cell: Cell) => Number(paramOf(cell, "layer")))]
      .sort(([a], [b]) => a - b)
      .map(([, cells]) => ({
        network,
        name: paramOf(cells[0], "name"),
        value: (measure: string) => medianInterval(cells.map((cell) => numberOrNaN(cell, measure))).value,
      })),
  );
}
