// The runs of a result by size, and those that are told together.
import { listOf, numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { lawBytes } from "../law.ts";

/** Ascending in n, then in width; larger batches first. */
export function sizesOf({ cells }: StudyResult) {
  return cells
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
        /** (input, neuron) pairs that fire at the start */
        pairs: own("firedPairs"),
        /** ‖f − y‖ before training and after every pass over the inputs */
        residuals: listOf(cell, "residuals"),
        /** null: never */
        epochs: numberOf(cell, "epochsToTolerance"),
        initMacs: own("initMacs"),
        stepMacs: cell.counters?.macs ?? Number.NaN,
        peakBytes,
        /** that training added to the peak */
        addedBytes: peakBytes - own("bytesBefore"),
        lawBytes: lawBytes(n, own("liveNeurons")),
      };
    })
    .sort((a, b) => a.n - b.n || a.width - b.width || b.batch - a.batch);
}

export type Size = ReturnType<typeof sizesOf>[number];

/** Without mini-batches. */
const wholeOf = (sizes: readonly Size[]) => sizes.filter(({ n, batch }) => n === batch);

/** Of all runs that share n or the width, the most. */
function mostWith(sizes: readonly Size[], shared: "n" | "width"): Size[] {
  const groups = [...Map.groupBy(wholeOf(sizes), (size) => size[shared]).values()];
  return groups.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** Those at the n that has most widths. */
export const byWidth = (sizes: readonly Size[]) => mostWith(sizes, "n");

/** Those at the width that has most values of n. */
export const byInputs = (sizes: readonly Size[]) => mostWith(sizes, "width");

/** The width that the limits are told for: the one with most values of n. */
export const limitWidth = (sizes: readonly Size[]) => byInputs(sizes)[0]?.width ?? 2 ** 20;

/** States large enough that the rest of a process does not matter. */
const BIG = 2 ** 27;

/** Measured over law, where the state is large. */
export const overLaw = (sizes: readonly Size[]): number[] =>
  sizes.filter((size) => size.lawBytes >= BIG).map((size) => size.addedBytes / size.lawBytes);

/** Sizes that no other exceeds in both n and width. */
export function frontier(sizes: readonly Size[]): Size[] {
  const whole = wholeOf(sizes);
  return whole.filter(
    (one) => !whole.some((other) => other !== one && other.n >= one.n && other.width >= one.width),
  );
}
