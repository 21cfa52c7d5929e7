// Cholesky solves against systems whose answer is known.
import { choleskyFactor } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { loadKernels } from "../src/index.ts";
import { numbers, variants } from "./setup.ts";

/** A = B·Bᵀ/n + ridge·I of B [n, rank]. */
function gram(n: number, rank: number, ridge: number): Float64Array {
  const b = numbers(n * rank, 5);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < rank; k++) a[i * n + j] += (b[i * rank + k] * b[j * rank + k]) / n;
    }
    a[i * n + i] += ridge;
  }
  return a;
}

describe.each(variants)("%s Cholesky", async (variant) => {
  const kernels = await loadKernels({ variant });

  test.each([1, 2, 3, 7, 31, 32, 33, 64, 100, 129, 200])("solves %i equations", (n) => {
    const a = gram(n, n, 0.5);
    const x = numbers(n, 6);
    const b = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) b[i] += a[i * n + j] * x[j];
    const out = new Float64Array(n);
    expect(kernels.solveSpd(a, b, out)).toEqual({ status: "solved" });
    for (let i = 0; i < n; i++) expect(Math.abs(out[i] - x[i])).toBeLessThan(1e-12 * n);
  });

  test("returns a breakdown for an indefinite matrix, and leaves out as it was", () => {
    const n = 50;
    const a = gram(n, n, 0.5);
    a[40 * n + 40] = -1;
    const out = new Float64Array(n).fill(3);
    expect(kernels.solveSpd(a, new Float64Array(n), out)).toEqual({ status: "breakdown", pivot: 40 });
    expect(out).toEqual(new Float64Array(n).fill(3));
  });

  test("returns a breakdown for a matrix with a zero row, and for NaN", () => {
    const n = 8;
    const a = gram(n, n, 0.5);
    for (let j = 0; j < n; j++) a[5 * n + j] = a[j * n + 5] = 0;
    const out = new Float64Array(n);
    expect(kernels.solveSpd(a, new Float64Array(n), out)).toEqual({ status: "breakdown", pivot: 5 });
    expect(kernels.solveSpd(a.fill(Number.NaN), new Float64Array(n), out)).toEqual({
      status: "breakdown",
      pivot: 0,
    });
  });

  test("returns a breakdown for a singular matrix, at the pivot that core finds", () => {
    const n = 60;
    const a = gram(n, 35, 0);
    const found = kernels.solveSpd(a, new Float64Array(n), new Float64Array(n));
    expect(found).toEqual(choleskyFactor(a.slice(), n));
    expect(found).toEqual({ status: "breakdown", pivot: 35 });
  });

  test("names the sizes that do not fit together", () => {
    const [two, five] = [new Float64Array(2), new Float64Array(5)];
    expect(() => kernels.solveSpd(five, two, two)).toThrow("a must be [n, n], which is 4 numbers; got 5");
    expect(() => kernels.solveSpd(new Float64Array(4), two, five)).toThrow(
      "out must be [n], which is 2 numbers; got 5",
    );
  });
});
