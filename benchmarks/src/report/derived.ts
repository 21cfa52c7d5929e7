// What a result says beyond its samples, computed in one place: when it is written, and again when it is checked.
import { streams } from "@widthwise/core";
import { type Cell, findCrossovers, fitExponents, type Result } from "@widthwise/measure";

/**
 * Fits and crossovers of measured cells. The seed is the run's, for the bootstrap: the same cells give the same numbers.
 * Single products have shapes rather than one width, so they have no crossover.
 */
export function derivedOf(cells: readonly Cell[], seed: number): Pick<Result, "fits" | "crossovers"> {
  const products = cells.every(({ algorithm }) => algorithm.startsWith("gemm-"));
  const key = { seed, stream: streams.schedule };
  return { fits: fitExponents(cells), crossovers: products ? [] : findCrossovers(cells, { key }) };
}
