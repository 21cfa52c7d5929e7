import { type Counters, fillNormals, fillUniforms, type Key, newCounters } from "@widthwise/core";
import { checkDistribution, type Distribution, paddedOrder } from "./distribution.ts";
import type { LinearMap } from "./linear-map.ts";
import { sparseColumns } from "./sparse-columns.ts";
import { walshHadamard } from "./walsh-hadamard.ts";

/** A sampled S [rows, cols]. Work is counted where it is done; a solver may put its own counters here. */
export interface Sketch extends LinearMap {
  counters: Counters;
  readonly distribution: Distribution;
  readonly key: Key;
  /** out [rows, width] ← S a, a [cols, width] row-major. `apply` is the case of one column. */
  applyMatrix(a: Float64Array, width: number, out: Float64Array): void;
  /** out [cols, width] ← Sᵀ a, a [rows, width] row-major. `applyT` is the case of one column. */
  applyTMatrix(a: Float64Array, width: number, out: Float64Array): void;
}

/** Columns drawn at a time. */
const DRAWN = 1024;

type Actions = Pick<Sketch, "applyMatrix" | "applyTMatrix">;

/** Draws S from the distribution: the same distribution and key give the same bits. */
export function sample(distribution: Distribution, key: Key): Sketch {
  checkDistribution(distribution);
  const counters = newCounters();
  const { rows, cols, kind } = distribution;
  const sketch: Sketch = {
    distribution,
    key,
    rows,
    cols,
    counters,
    apply: (x, out) => sketch.applyMatrix(x, 1, out),
    applyT: (y, out) => sketch.applyTMatrix(y, 1, out),
    // called through `sketch`, so that they count where its counters point now
    applyMatrix(a, width, out) {
      requireRoom(a, cols, width, out, rows);
      actions.applyMatrix(a, width, out);
    },
    applyTMatrix(a, width, out) {
      requireRoom(a, rows, width, out, cols);
      actions.applyTMatrix(a, width, out);
    },
  };
  const count = (macs: number, read: number, written: number) => {
    sketch.counters.macs += macs;
    sketch.counters.bytesRead += 8 * read;
    sketch.counters.bytesWritten += 8 * written;
  };
  const actions =
    kind === "gaussian"
      ? gaussian(distribution, key, count)
      : kind === "srht"
        ? srht(distribution, key, count)
        : sparseSign(distribution, key, count);
  return sketch;
}

function requireRoom(a: Float64Array, from: number, width: number, out: Float64Array, to: number): void {
  if (a.length < from * width || out.length < to * width)
    throw new RangeError(
      `operand and result hold ${a.length} and ${out.length} numbers, ${from}·${width} and ${to}·${width} are needed`,
    );
}

type Count = (macs: number, read: number, written: number) => void;

/** Stored whole: rows·cols numbers, rows·cols multiply-adds a vector. */
function gaussian({ rows, cols }: Distribution, key: Key, count: Count): Actions {
  const s = new Float64Array(rows * cols);
  fillNormals(key, 0, s);
  for (let k = 0; k < s.length; k++) s[k] /= Math.sqrt(rows);
  const product = (a: Float64Array, width: number, out: Float64Array, transposed: boolean) => {
    const outer = transposed ? cols : rows;
    const inner = transposed ? rows : cols;
    out.fill(0, 0, outer * width);
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        const entry = transposed ? s[j * cols + i] : s[i * cols + j];
        for (let k = 0; k < width; k++) out[i * width + k] += entry * a[j * width + k];
      }
    count(rows * cols * width, rows * cols + inner * width, outer * width);
  };
  return {
    applyMatrix: (a, width, out) => product(a, width, out, false),
    applyTMatrix: (a, width, out) => product(a, width, out, true),
  };
}

/** cols signs and rows indices stored; P·log₂ P additions a vector, P the padded order. */
function srht({ rows, cols }: Distribution, key: Key, count: Count): Actions {
  const order = paddedOrder(cols);
  const levels = Math.log2(order);
  const uniforms = new Float64Array(cols);
  fillUniforms(key, 0, uniforms);
  const signs = Int8Array.from(uniforms, (u) => (u < 0.5 ? -1 : 1));
  const picked = subset(rows, order, key, cols);
  const scale = 1 / Math.sqrt(rows);
  let work = new Float64Array(order);
  const room = (width: number) => {
    if (work.length < order * width) work = new Float64Array(order * width);
    return work;
  };
  return {
    applyMatrix(a, width, out) {
      const x = room(width);
      for (let c = 0; c < cols; c++) for (let k = c * width; k < (c + 1) * width; k++) x[k] = signs[c] * a[k];
      x.fill(0, cols * width, order * width);
      walshHadamard(x, order, width);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < width; k++) out[r * width + k] = scale * x[picked[r] * width + k];
      count(
        (cols + order * levels + rows) * width,
        (cols + order * levels + rows) * width,
        (order * (levels + 1) + rows) * width,
      );
    },
    applyTMatrix(a, width, out) {
      const x = room(width).fill(0, 0, order * width);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < width; k++) x[picked[r] * width + k] = scale * a[r * width + k];
      walshHadamard(x, order, width);
      for (let c = 0; c < cols; c++)
        for (let k = c * width; k < (c + 1) * width; k++) out[k] = signs[c] * x[k];
      count(
        (rows + order * levels + cols) * width,
        (rows + order * levels + cols) * width,
        (order * (levels + 1) + cols) * width,
      );
    },
  };
}

/** `size` different numbers below `order`, ascending: R. Floyd's method, Bentley & Floyd, CACM 30 (1987). O(order). */
function subset(size: number, order: number, key: Key, firstUniform: number): Int32Array {
  const uniforms = new Float64Array(size);
  fillUniforms(key, firstUniform, uniforms);
  const taken = new Uint8Array(order);
  for (let k = 0; k < size; k++) {
    const top = order - size + k;
    const drawn = Math.floor(uniforms[k] * (top + 1));
    taken[taken[drawn] ? top : drawn] = 1;
  }
  const picked = new Int32Array(size);
  for (let at = 0, k = 0; at < order; at++) if (taken[at]) picked[k++] = at;
  return picked;
}

/** cols·nnz indices stored, nnz multiply-adds a number. */
function sparseSign(distribution: Distribution, key: Key, count: Count): Actions {
  const { rows, cols } = distribution;
  const columns = sparseColumns(distribution, key);
  const { nnz } = columns;
  const entryRow = new Int32Array(cols * nnz);
  const entryValue = new Float64Array(cols * nnz);
  for (let c = 0; c < cols; c += DRAWN) {
    const some = Math.min(DRAWN, cols - c);
    columns.draw(c, some, entryRow.subarray(c * nnz), entryValue.subarray(c * nnz));
  }
  const product = (a: Float64Array, width: number, out: Float64Array, transposed: boolean) => {
    out.fill(0, 0, (transposed ? cols : rows) * width);
    for (let c = 0; c < cols; c++)
      for (let e = c * nnz; e < (c + 1) * nnz; e++) {
        const to = (transposed ? c : entryRow[e]) * width;
        const from = (transposed ? entryRow[e] : c) * width;
        for (let k = 0; k < width; k++) out[to + k] += entryValue[e] * a[from + k];
      }
    count(cols * nnz * width, cols * nnz * (2 * width + 1.5), cols * nnz * width);
  };
  return {
    applyMatrix: (a, width, out) => product(a, width, out, false),
    applyTMatrix: (a, width, out) => product(a, width, out, true),
  };
}
