// Cells of networks (networks/grids.ts) read back: seeds gathered, named for tables.
import { type Cell, largest } from "@widthwise/measure";
import type { Architecture } from "../../networks/task.ts";
import { count } from "../../page/units.ts";
import { paramOf } from "../read-cells.ts";
import { medianOf } from "../seeds.ts";
import type { StudyResult } from "../tell-study.ts";

/** One network with all its seeds. */
export interface Measured extends Omit<Architecture, "architecture" | "activation"> {
  readonly architecture: string;
  readonly task: string;
  readonly n: number;
  readonly activation: string;
  readonly cells: readonly Cell[];
}

/** Every network of a result, ascending in depth, then in width; `only` leaves cells of other kinds out. */
export function networksOf(result: StudyResult, only: (cell: Cell) => boolean = () => true): Measured[] {
  const ok = result.cells.filter((cell) => cell.status === "ok" && only(cell));
  const groups = Map.groupBy(ok, ({ algorithm, width, params }) =>
    JSON.stringify([
      algorithm,
      width,
      params?.task,
      params?.depth,
      params?.activation,
      params?.parametrisation,
    ]),
  );
  return [...groups.values()]
    .map(
      (cells): Measured => ({
        architecture: cells[0].algorithm,
        task: paramOf(cells[0], "task"),
        width: cells[0].width,
        n: cells[0].n,
        depth: Number(paramOf(cells[0], "depth")),
        activation: paramOf(cells[0], "activation"),
        parametrisation: paramOf(cells[0], "parametrisation") as Architecture["parametrisation"],
        cells,
      }),
    )
    .sort((a, b) => a.depth - b.depth || a.width - b.width);
}

/** "residual-cnn, relu" or "mlp, 3 layers, tanh": what a network is beside its width and parametrisation. */
export function kindOf({ architecture, depth, activation }: Omit<Measured, "cells">): string {
  const layers = architecture === "transformer" ? "block" : "layer";
  const deep = depth === 0 ? [] : [`${depth} ${layers}${depth === 1 ? "" : "s"}`];
  return [architecture, ...deep, activation].join(", ");
}

/** The kind with the most widths: what is plotted against the width. */
export function widestSeries(networks: readonly Measured[]): Measured[] {
  const kinds = [...Map.groupBy(networks, (network) => `${kindOf(network)}, ${network.task}`).values()];
  const widths = (own: readonly Measured[]) => new Set(own.map(({ width }) => width)).size;
  return kinds.sort((a, b) => widths(b) - widths(a))[0] ?? [];
}

/** How far from the paper's own experiment, which trained up to eleven million parameters on all of MNIST. */
export function smallerThanThePaper(networks: readonly Measured[]): string {
  const parameters = largest(networks.flatMap((network) => medianOf(network, "parameters")?.value ?? []));
  const n = largest(networks.map((network) => network.n));
  return `A smaller grid than the paper's: up to ${count(parameters)} parameters instead of eleven million, and up to ${n} examples instead of 60 000.`;
}
