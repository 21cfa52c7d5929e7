// What a result says beyond its samples, computed in one place: when it is written, and again when it is checked.
import {
  type Cell,
  type ExponentMethod,
  findCrossovers,
  fitExponents,
  type Result,
  type Side,
  scheduleStream,
} from "@widthwise/measure";
import type { Kind } from "../suites.ts";
import { scanStructure, structureOperation } from "./structure-operations.ts";

/**
 * Fits and crossovers of measured cells. The seed is the run's, for the bootstrap: the same cells give the same numbers.
 * `method` is that of the exponents. Single products have shapes rather than one width, so they have no crossover.
 */
export function derivedOf(
  cells: readonly Cell[],
  { seed, kind, method }: { readonly seed: number; readonly kind: Kind; readonly method?: ExponentMethod },
): Pick<Result, "fits" | "crossovers"> {
  const key = { seed, stream: scheduleStream };
  const options = kind === "structures" ? { key, filter: againstScan } : { key };
  return {
    fits: fitExponents(cells, method),
    crossovers: kind === "products" ? [] : findCrossovers(cells, options),
  };
}

/** Operations of search structures are compared with the same operation of the scan, and with nothing else. */
function againstScan(a: Side, b: Side): boolean {
  const [one, other] = [a, b].map(({ algorithm }) => structureOperation(algorithm));
  if (one === undefined || one.operation !== other?.operation) return false;
  return one.structure === scanStructure || other.structure === scanStructure;
}
