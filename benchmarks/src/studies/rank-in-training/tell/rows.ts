// Networks and their layers read back: medians over seeds of a rank at the start, at the end and on the way.
import { largest } from "@widthwise/measure";
import { type Measured, networksOf, widestSeries } from "../../../telling/networks/networks-measured.ts";
import { listOf, paramOf } from "../../../telling/read-cells.ts";
import { gathered, medianValue, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** The definitions of the effective rank, by the end of a measure's name. */
const definitions = {
  K90: "k₀.₉₀",
  K95: "k₀.₉₅",
  K99: "k₀.₉₉",
  K999: "k₀.₉₉₉",
  Stable: "stable",
  Participation: "participation",
  Numerical: "numerical",
} as const;
export const names = Object.entries(definitions);

/** Whose rank: that of the gradients of outputs, or of examples' losses. */
export type Kind = "feature" | "gradient";

export const trainedNetworks = ({ result }: Told<Params>): Measured[] =>
  networksOf(result, ({ params }) => params?.part === "network");

/** The kind that was measured at most widths. */
export const series = (told: Told<Params>): Measured[] => widestSeries(trainedNetworks(told));

/** Size of the whole reference set. */
export const referencesOf = ({ params: { references } }: Told<Params>): number =>
  references[references.length - 1];

/** Median over seeds of one number of a curve. */
const medianIn = (network: Seeds, measure: string, pick: (list: readonly number[]) => number | undefined) =>
  medianValue(network, (cell) => pick(listOf(cell, measure)));

export const startOf = (network: Seeds, measure: string) => medianIn(network, measure, (list) => list[0]);
export const endOf = (network: Seeds, measure: string) => medianIn(network, measure, (list) => list.at(-1));
export const mostOf = (network: Seeds, measure: string) =>
  medianIn(network, measure, (list) => largest(list));

/** In how many of all runs the rank was larger at the end than at the start. */
export function grew(networks: readonly Seeds[], measure: string) {
  const runs = networks
    .flatMap(({ cells }) => cells.map((cell) => listOf(cell, measure)))
    .filter((list) => list.length > 0);
  return { runs: runs.length, grew: runs.filter((list) => list[list.length - 1] > list[0]).length };
}

export interface LayerRow extends Seeds {
  readonly network: Measured;
  readonly name: string;
}

/** The weights of every network, in the network's order. */
export const layerRows = ({ result }: Told<Params>): LayerRow[] =>
  networksOf(result, ({ params }) => params?.part === "layer").flatMap((network) =>
    gathered(network.cells, "layer").map(({ cells }) => ({
      network,
      name: paramOf(cells[0], "name"),
      cells,
    })),
  );
