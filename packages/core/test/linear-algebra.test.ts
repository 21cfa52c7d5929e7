// Cholesky, eigenvalues and the Lanczos process on random positive definite matrices.
import {
  choleskyFactor,
  choleskySolve,
  cosine,
  distance,
  dot,
  fillNormals,
  gramOfRows,
  kernelDistance,
  largestEigenvalue,
  norm,
  symmetricEigenvalues,
} from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const sizes = fc.integer({ min: 1, max: 12 });
const squareOf = (n: number) =>
  fc.record({
    n: fc.constant(n),
    entries: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
  });
const square = sizes.chain(squareOf);

/** A Aᵀ + I: positive definite with condition below n² + 1. */
function definite({ n, entries }: { n: number; entries: number[] }): Float64Array {
  const a = gramOfRows(Float64Array.from(entries), n, n);
  for (let i = 0; i < n; i++) a[i * n + i] += 1;
  return a;
}

describe("kernel distance", () => {
  const pair = sizes.chain((n) => fc.tuple(squareOf(n), squareOf(n)));

  test("is 0 for kernels that at most grew, symmetric, and 1 − cos of their angle, from 0 to 1", () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ([first, second], factor) => {
        const [k, other] = [definite(first), definite(second)];
        const grown = k.map((value) => factor * value);
        expect(Math.abs(kernelDistance(k, grown))).toBeLessThan(1e-14);
        const s = kernelDistance(grown, other);
        expect(s).toBeCloseTo(kernelDistance(other, k), 13);
        expect(s).toBeGreaterThan(-1e-14);
        expect(s).toBeLessThanOrEqual(1);
        // the law of cosines, by another route
        const squares = distance(k, other) ** 2;
        expect(squares).toBeCloseTo(
          dot(k, k) + dot(other, other) - 2 * cosine(k, other) * norm(k) * norm(other),
          8,
        );
      }),
    );
  });

  test("kernels of different sizes have none", () => {
    expect(() => kernelDistance(new Float64Array(4), new Float64Array(9))).toThrow(
      "arrays of 4 and 9 numbers",
    );
  });
});

describe("cholesky", () => {
  test("solves A x = b", () => {
    fc.assert(
      fc.property(square, (made) => {
        const { n } = made;
        const a = definite(made);
        const b = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
        const x = b.slice();
        const l = a.slice();
        expect(choleskyFactor(l, n)).toEqual({ status: "solved" });
        choleskySolve(l, n, x);
        const ax = Float64Array.from({ length: n }, (_, i) =>
          x.reduce((sum, value, j) => sum + a[i * n + j] * value, 0),
        );
        expect(distance(ax, b)).toBeLessThan(1e-12 * (1 + norm(b)));
      }),
    );
  });

  test("a singular matrix is an outcome that names the pivot", () => {
    const rows = Float64Array.of(1, 0, 0, 1, 1, 0);
    expect(choleskyFactor(gramOfRows(rows, 3, 2), 3)).toEqual({ status: "breakdown", pivot: 2 });
    expect(choleskyFactor(new Float64Array(4), 2)).toEqual({ status: "breakdown", pivot: 0 });
  });
});

describe("eigenvalues", () => {
  test("sum to the trace, ascend, and end with the Lanczos process's", () => {
    fc.assert(
      fc.property(square, (made) => {
        const { n } = made;
        const a = definite(made);
        const values = symmetricEigenvalues(a, n);
        let trace = 0;
        for (let i = 0; i < n; i++) trace += a[i * n + i];
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 9);
        expect([...values]).toEqual([...values].sort((p, q) => p - q));
        expect(Math.abs(largestEigenvalue(a, n) - values[n - 1])).toBeLessThanOrEqual(
          1e-13 * n * values[n - 1],
        );
      }),
    );
  });

  test("the largest, where the next is within a hundredth of it", () => {
    const [n, d] = [120, 300];
    const rows = new Float64Array(n * d);
    fillNormals({ seed: 44, stream: 0 }, 0, rows);
    const gram = gramOfRows(rows, n, d);
    const values = symmetricEigenvalues(gram, n);
    expect(values[n - 2] / values[n - 1]).toBeGreaterThan(0.99);
    expect(largestEigenvalue(gram, n) / values[n - 1]).toBeCloseTo(1, 12);
  });

  test("the largest of a multiple of the identity, of rank one, and of zero", () => {
    const n = 7;
    const diagonal = (value: number) =>
      Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) ? 0 : value));
    expect(largestEigenvalue(diagonal(3), n)).toBeCloseTo(3, 14);
    expect(largestEigenvalue(new Float64Array(n * n).fill(1), n)).toBeCloseTo(n, 13);
    expect(largestEigenvalue(diagonal(0), n)).toBe(0);
    expect(largestEigenvalue(Float64Array.of(5), 1)).toBeCloseTo(5, 14);
  });
});
