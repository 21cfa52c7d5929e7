import type { Initialisation } from "@widthwise/core";

/** One cell to measure: what runs where at which size. */
export interface CellSpec {
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly d: number;
  readonly width: number;
  /** measured a second time under this name, to show what the instrument makes of no difference */
  readonly twin?: boolean;
}

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

/** A cell's one name: in schedules, journals and messages. */
export function idOf({ algorithm, backend, n, d, width, twin }: CellSpec): string {
  return `${algorithm} ${backend} n=${n} d=${d} width=${width}${twin ? " twin" : ""}`;
}
