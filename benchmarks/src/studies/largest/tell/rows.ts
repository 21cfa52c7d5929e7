// The runs of a result by size.

import { listOf, numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { lawBytes } from "../law.ts";
import { type Params, paramsSchema } from "../params.ts";

export interface Size {
  readonly n: number;
  readonly d: number;
  readonly width: number;
  readonly batch: number;
  readonly live: number;
  /** (input, neuron) pairs that fire at the start */
  readonly pairs: number;
  /** ‖f − y‖ before training and after every pass over the inputs */
  readonly residuals: readonly number[];
  /** null: never */
  readonly epochs: number | null;
  readonly initMacs: number;
  readonly stepMacs: number;
  readonly peakBytes: number;
  /** that training added to the peak */
  readonly addedBytes: number;
  readonly lawBytes: number;
}

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function sizesOf(result: StudyResult): Size[] {
  return result.cells
    .filter(({ status }) => status === "ok")
    .map((cell) => {
      const own = (name: string) => numberOrNaN(cell, name);
      const { n, d, width, peakBytes = Number.NaN } = cell;
      return {
        n,
        d,
        width,
        batch: Number(paramOf(cell, "batch")),
        live: own("liveNeurons"),
        pairs: own("firedPairs"),
        residuals: listOf(cell, "residuals"),
        epochs: numberOf(cell, "epochsToTolerance"),
        initMacs: own("initMacs"),
        stepMacs: cell.counters?.macs ?? Number.NaN,
        peakBytes,
        addedBytes: peakBytes - own("bytesBefore"),
        lawBytes: lawBytes(n, own("liveNeurons")),
      };
    })
    .sort((a, b) => a.n - b.n || a.width - b.width || b.batch - a.batch);
}

/** Without mini-batches. */
export const wholeOf = (sizes: readonly Size[]) => sizes.filter(({ n, batch }) => n === batch);

/** States large enough that the rest of a process does not matter. */
const BIG = 2 ** 27;

/** Least and largest of measured over law, where the state is large. */
export function agreement(
  sizes: readonly Size[],
): { least: number; most: number; count: number } | undefined {
  const ratios = sizes.filter((size) => size.lawBytes >= BIG).map((size) => size.addedBytes / size.lawBytes);
  if (ratios.length === 0) return undefined;
  return { least: Math.min(...ratios), most: Math.max(...ratios), count: ratios.length };
}

/** Sizes that no other exceeds in both n and width. */
export function frontier(sizes: readonly Size[]): Size[] {
  const whole = wholeOf(sizes);
  return whole.filter(
    (one) => !whole.some((other) => other !== one && other.n >= one.n && other.width >= one.width),
  );
}
