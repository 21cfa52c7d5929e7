// Cells to measure, as plain data that travels to measuring processes, and the problem that each poses.
import type { Initialisation, Problem } from "@widthwise/core";
import { cellName } from "@widthwise/measure";
import { shiftOf } from "../../grids.ts";

/** One cell to measure: what runs where at which size. */
export interface CellSpec {
  /** what is timed: a step of training, a product, an operation of a search structure, or nothing */
  readonly kind: "training" | "products" | "structures" | "noop";
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly d: number;
  readonly width: number;
  /** measured a second time under this name, to show what the instrument makes of no difference */
  readonly twin?: boolean;
}

/** A cell's size: cells of one size are compared with each other, and are visited in turn. */
export const sizeOf = ({ n, d, width }: Pick<CellSpec, "n" | "d" | "width">): string =>
  `n=${n} d=${d} width=${width}`;

/** What all training cells of a run have in common; plain data, sent to every measuring process. */
export interface TrainingData {
  /** [n, d] row-major; a cell with fewer inputs takes the first rows */
  readonly inputs: Float64Array;
  readonly labels: Float64Array;
  readonly d: number;
  readonly shift: string;
  readonly seed: number;
  readonly init: Initialisation;
}

/** A cell's name, its twin told apart. */
export function idOf(cell: CellSpec): string {
  return `${cellName(cell)}${cell.twin ? " twin" : ""}`;
}

/** The cell's problem: the first n of the run's inputs, the shift of its width. */
export function problemOf(cell: Pick<CellSpec, "n" | "width">, data: TrainingData): Problem {
  const { n, width } = cell;
  const { d, seed, init } = data;
  return {
    inputs: data.inputs.subarray(0, n * d),
    labels: data.labels.subarray(0, n),
    n,
    d,
    width,
    shift: shiftOf(data.shift)(width),
    seed,
    init,
  };
}
