import {
  choleskyFactor,
  choleskySolve,
  distance,
  gramOfRows,
  largestEigenvalue,
  norm,
  symmetricEigenvalues,
} from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const square = fc.integer({ min: 1, max: 12 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    entries: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
  }),
);

/** A Aᵀ + I: positive definite with condition below n² + 1. */
function definite({ n, entries }: { n: number; entries: number[] }): Float64Array {
  const a = gramOfRows(Float64Array.from(entries), n, n);
  for (let i = 0; i < n; i++) a[i * n + i] += 1;
  return a;
}

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
  test("sum to the trace, ascend, and end with the power method's", () => {
    fc.assert(
      fc.property(square, (made) => {
        const { n } = made;
        const a = definite(made);
        const values = symmetricEigenvalues(a, n);
        let trace = 0;
        for (let i = 0; i < n; i++) trace += a[i * n + i];
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 9);
        expect([...values]).toEqual([...values].sort((p, q) => p - q));
        // from below, by its bound
        const largest = largestEigenvalue(a, n);
        expect(largest).toBeLessThanOrEqual(values[n - 1] * (1 + 1e-12));
        expect(largest).toBeGreaterThan(values[n - 1] * 0.9);
      }),
    );
  });
});
