// Draws a sketch from a distribution, which is plain data, with a key.
import { type Counters, type Key, newCounters } from "@widthwise/core";
import { checkDistribution, type Distribution } from "./distribution.ts";
import { gaussian } from "./gaussian.ts";
import type { LinearMap } from "./linear-map.ts";
import type { CountWork, Projection } from "./projection.ts";
import { sparseSign } from "./sparse-sign.ts";
import { srht } from "./srht.ts";

/**
 * A sampled S [rows, cols]: `apply` and `applyT` are `applyMatrix` and `applyTMatrix` for one column. Work is counted where
 * it is done; a solver may put its own counters here.
 */
export interface Sketch extends LinearMap, Projection {
  counters: Counters;
  readonly distribution: Distribution;
  readonly key: Key;
}

/**
 * Draws S from the distribution: the same distribution and key give the same bits. What is stored and what an application
 * costs is said beside each kind. RangeError for a distribution that cannot be sampled, and later for arrays too short.
 *
 * @example
 * const sketch = sample({ kind: "srht", rows: 64, cols: 1000 }, { seed: 1, stream: 0 });
 * sketch.apply(x, out); // out [64] ← S x, x [1000]
 */
export function sample(distribution: Distribution, key: Key): Sketch {
  checkDistribution(distribution);
  const { rows, cols } = distribution;
  const sketch: Sketch = {
    distribution,
    key,
    rows,
    cols,
    counters: newCounters(),
    apply: (x, out) => sketch.applyMatrix(x, 1, out),
    applyT: (y, out) => sketch.applyTMatrix(y, 1, out),
    applyMatrix(a, width, out) {
      requireRoom(a, cols, width, out, rows);
      projection.applyMatrix(a, width, out);
    },
    applyTMatrix(a, width, out) {
      requireRoom(a, rows, width, out, cols);
      projection.applyTMatrix(a, width, out);
    },
  };
  // read through `sketch`, so that work counts where its counters point now
  const projection = project(distribution, key, (macs, read, written) => {
    sketch.counters.macs += macs;
    sketch.counters.bytesRead += 8 * read;
    sketch.counters.bytesWritten += 8 * written;
  });
  return sketch;
}

function project(distribution: Distribution, key: Key, count: CountWork): Projection {
  switch (distribution.kind) {
    case "gaussian":
      return gaussian(distribution, key, count);
    case "srht":
      return srht(distribution, key, count);
    default:
      return sparseSign(distribution, key, count);
  }
}

function requireRoom(a: Float64Array, from: number, width: number, out: Float64Array, to: number): void {
  if (a.length < from * width || out.length < to * width)
    throw new RangeError(
      `operand and result hold ${a.length} and ${out.length} numbers, ${from}·${width} and ${to}·${width} are needed`,
    );
}
