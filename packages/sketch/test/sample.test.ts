// Every kind of sketch: E[SᵀS] = I, transposes, keys, counted work, and how well lengths are kept.
import { dot, gramOfRows, symmetricEigenvalues } from "@widthwise/core";
import { type Distribution, sample, sparseColumns } from "@widthwise/sketch";
import { describe, expect, test } from "vitest";
import { nonzerosPerColumn } from "../src/distribution.ts";
import { normals, orthonormalRows } from "./made-matrices.ts";

/** S [rows, cols] row-major, by its action on unit vectors. */
function matrixOf(distribution: Distribution, seed: number): Float64Array {
  const { rows, cols } = distribution;
  const unit = new Float64Array(cols * cols);
  for (let c = 0; c < cols; c++) unit[c * cols + c] = 1;
  const s = new Float64Array(rows * cols);
  sample(distribution, { seed, stream: 1 }).applyMatrix(unit, cols, s);
  return s;
}

const small: Distribution[] = [
  { kind: "gaussian", rows: 6, cols: 11 },
  { kind: "srht", rows: 6, cols: 11 },
  { kind: "srht", rows: 16, cols: 16 },
  { kind: "count-sketch", rows: 6, cols: 11 },
  { kind: "sparse-sign", rows: 6, cols: 11, nnz: 3 },
  { kind: "sparse-sign", rows: 5, cols: 7 },
  { kind: "srht", rows: 1, cols: 1 },
];

describe.each(small)("$kind $rows × $cols", (distribution) => {
  const { rows, cols } = distribution;

  test("E[SᵀS] = I: every entry of the mean of 2000 draws within 5 standard errors", () => {
    const draws = 2000;
    const sum = new Float64Array(cols * cols);
    const squares = new Float64Array(cols * cols);
    for (let seed = 0; seed < draws; seed++) {
      const s = matrixOf(distribution, seed);
      for (let a = 0; a < cols; a++)
        for (let b = 0; b < cols; b++) {
          let entry = 0;
          for (let k = 0; k < rows; k++) entry += s[k * cols + a] * s[k * cols + b];
          sum[a * cols + b] += entry;
          squares[a * cols + b] += entry * entry;
        }
    }
    let worst = 0;
    for (let k = 0; k < sum.length; k++) {
      const mean = sum[k] / draws;
      const error = Math.sqrt(Math.max(squares[k] / draws - mean * mean, 0) / draws);
      const deviation = Math.abs(mean - (k % (cols + 1) === 0 ? 1 : 0));
      worst = Math.max(worst, deviation / (error + 1e-12));
    }
    // |z| > 5 has probability 6e-7, for at most 256 entries each of 7 distributions
    expect(worst).toBeLessThan(5);
  });

  test("the transpose is the transpose, matrices are columns, and adding up is linear", () => {
    const sketch = sample(distribution, { seed: 8, stream: 2 });
    const width = 3;
    const a = normals(cols, width, { seed: 1, stream: 1 });
    const out = new Float64Array(rows * width);
    sketch.applyMatrix(a, width, out);
    const y = normals(rows, 1, { seed: 2, stream: 1 });
    const back = new Float64Array(cols);
    sketch.applyT(y, back);
    for (let k = 0; k < width; k++) {
      const column = Float64Array.from({ length: cols }, (_, c) => a[c * width + k]);
      const image = new Float64Array(rows);
      sketch.apply(column, image);
      for (let r = 0; r < rows; r++) expect(out[r * width + k]).toBe(image[r]);
      expect(dot(y, image)).toBeCloseTo(dot(back, column), 12);
    }
  });

  test("the same key gives the same bits, another key others", () => {
    expect(matrixOf(distribution, 3)).toEqual(matrixOf(distribution, 3));
    if (rows * cols > 1) expect(matrixOf(distribution, 3)).not.toEqual(matrixOf(distribution, 4));
  });

  test("a column has as many entries as promised", () => {
    const s = matrixOf(distribution, 6);
    const promised = nonzerosPerColumn(distribution);
    for (let c = 0; c < cols; c++) {
      const entries = Array.from({ length: rows }, (_, r) => s[r * cols + c]).filter((x) => x !== 0);
      expect(entries.length).toBe(promised);
      if (distribution.kind !== "gaussian")
        for (const x of entries) expect(Math.abs(x)).toBeCloseTo(1 / Math.sqrt(promised), 14);
    }
  });
});

test.each([1, 64])("work is counted where it is done, for %i columns", (width) => {
  const work = (distribution: Distribution) => {
    const sketch = sample(distribution, { seed: 1, stream: 1 });
    sketch.applyMatrix(new Float64Array(100 * width), width, new Float64Array(20 * width));
    return sketch.counters.macs / width;
  };
  expect(work({ kind: "gaussian", rows: 20, cols: 100 })).toBe(20 * 100);
  expect(work({ kind: "srht", rows: 20, cols: 100 })).toBe(100 + 128 * 7 + 20);
  expect(work({ kind: "count-sketch", rows: 20, cols: 100 })).toBe(100);
  expect(work({ kind: "sparse-sign", rows: 20, cols: 100, nnz: 4 })).toBe(400);
});

describe("distortion of a subspace", () => {
  const [n, p] = [20, 1500];
  const basis = orthonormalRows(normals(n, p, { seed: 77, stream: 1 }), n, p);
  // a subspace of unit vectors: the coherent case, in which sampling without mixing would lose whole directions
  const spikes = new Float64Array(n * p);
  for (let i = 0; i < n; i++) spikes[i * p + 61 * i] = 1;

  /** Least and largest singular value of S U for orthonormal U. */
  function singularValues(distribution: Distribution, u: Float64Array, seed: number): [number, number] {
    const sketch = sample(distribution, { seed, stream: 5 });
    const image = new Float64Array(n * sketch.rows);
    for (let i = 0; i < n; i++)
      sketch.apply(u.subarray(i * p, (i + 1) * p), image.subarray(i * sketch.rows, (i + 1) * sketch.rows));
    const values = symmetricEigenvalues(gramOfRows(image, n, sketch.rows), n);
    return [Math.sqrt(Math.max(values[0], 0)), Math.sqrt(values[n - 1])];
  }

  // s = 20n: 1 ± √(n/s) = 1 ± 0.22 for a Gaussian; the bound chosen beforehand is 1 ± 0.4 for ten seeds each
  test.each(
    (["gaussian", "srht", "count-sketch", "sparse-sign"] as const).flatMap((kind) => [
      { kind, subspace: "spread" },
      { kind, subspace: "spikes" },
    ]),
  )("$kind keeps lengths in a $subspace subspace within 0.4 from 20n rows on", ({ kind, subspace }) => {
    // one entry per column: spikes collide with probability n²/2s whatever the sketch does, so s = 20n² for them
    const rows = kind === "count-sketch" && subspace === "spikes" ? 20 * n * n : 20 * n;
    for (let seed = 0; seed < 10; seed++) {
      const [least, largest] = singularValues(
        { kind, rows, cols: p },
        subspace === "spread" ? basis : spikes,
        seed,
      );
      expect(least).toBeGreaterThan(0.6);
      expect(largest).toBeLessThan(1.4);
    }
  });

  test("an SRHT with all rows is an isometry", () => {
    const [least, largest] = singularValues({ kind: "srht", rows: 2048, cols: p }, basis, 1);
    expect(least).toBeCloseTo(1, 12);
    expect(largest).toBeCloseTo(1, 12);
  });
});

test("refuses what cannot be sampled, with the value received", () => {
  const key = { seed: 1, stream: 1 };
  expect(() => sample({ kind: "srht", rows: 17, cols: 16 }, key)).toThrow("at most 16 rows, not 17");
  expect(() => sample({ kind: "sparse-sign", rows: 4, cols: 16, nnz: 5 }, key)).toThrow("nnz is 5");
  expect(() => sample({ kind: "gaussian", rows: 0, cols: 16 }, key)).toThrow(
    "rows of a gaussian sketch is 0",
  );
  expect(() => sample({ kind: "count-sketch", rows: 4, cols: Number.NaN }, key)).toThrow("NaN");
  expect(() => sample({ kind: "other" as "srht", rows: 4, cols: 4 }, key)).toThrow("sketch kind is other");
  expect(() => sparseColumns({ kind: "gaussian" as "sparse-sign", rows: 4, cols: 4 }, key)).toThrow(
    "columns of a gaussian sketch are not sparse",
  );
  const sketch = sample({ kind: "count-sketch", rows: 4, cols: 16 }, key);
  expect(() => sketch.apply(new Float64Array(15), new Float64Array(4))).toThrow("hold 15 and 4 numbers");
});
