// What a result says beyond its samples, computed in one place: when it is written, and again when it is checked.
import { type Cell, findCrossovers, fitExponents, type Result, type Side } from "@widthwise/measure";
import { distinct, isDense } from "./select.ts";

/** The bootstrap's own random stream: no other purpose uses it. */
const bootstrapStream = 64;

/** "-gd" and "-gn": what an algorithm computes, whatever way it finds the neurons. */
function kind(algorithm: string): string {
  return algorithm.slice(algorithm.lastIndexOf("-"));
}

/** Every sparse algorithm claims to beat the dense one of its kind on the same backend; where it never does, that is said. */
function claims(cells: readonly Cell[]): [Side, Side][] {
  const sides = distinct(cells.map(({ algorithm, backend }) => JSON.stringify([algorithm, backend]))).map(
    (key): Side => {
      const [algorithm, backend] = JSON.parse(key) as [string, string];
      return { algorithm, backend };
    },
  );
  return sides
    .filter((side) => !isDense(side.algorithm))
    .flatMap((sparse) =>
      sides
        .filter((side) => isDense(side.algorithm) && side.backend === sparse.backend)
        .filter((side) => kind(side.algorithm) === kind(sparse.algorithm))
        .map((dense): [Side, Side] => [sparse, dense]),
    );
}

/** Fits and crossovers of measured cells. The seed is the run's: the same cells give the same numbers. */
export function derivedOf(cells: readonly Cell[], seed: number): Pick<Result, "fits" | "crossovers"> {
  return {
    fits: fitExponents(cells),
    crossovers: findCrossovers(cells, { key: { seed, stream: bootstrapStream }, expected: claims(cells) }),
  };
}
