// Rank statistics against tables, all arrangements and simulations.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spearman } from "../src/index.ts";
import { hodgesLehmann, holm, mannWhitney, signTestAbove } from "../src/statistics/ranks.ts";
import { normals, share, three } from "./simulate.ts";

describe("ranks", () => {
  test("Spearman is ±1 on monotone data, and 0 where it is undefined", () => {
    expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBe(1);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(spearman([1, 2, 3], [5, 5, 5])).toBe(0);
  });
  test("the smallest attainable p of Mann–Whitney is 2/C(2n, n)", () => {
    expect(mannWhitney([5, 6, 7, 8], [1, 2, 3, 4]).p).toBeCloseTo(2 / 70, 14);
    expect(mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]).p).toBeCloseTo(2 / 252, 14);
    expect(mannWhitney([5, 6, 7, 8], [1, 2, 3, 4]).u).toBe(16);
  });
  test("the exact law is that of all arrangements", () => {
    const x = [1, 4, 6];
    const y = [2, 3, 5, 7];
    const pool = [...x, ...y];
    let asSmall = 0;
    let all = 0;
    for (let mask = 0; mask < 128; mask++) {
      const mine = pool.filter((_, i) => mask & (1 << i));
      if (mine.length !== 3) continue;
      all++;
      const rest = pool.filter((_, i) => !(mask & (1 << i)));
      if (mannWhitney(mine, rest).u <= mannWhitney(x, y).u) asSmall++;
    }
    expect(mannWhitney(x, y).pBelow).toBeCloseTo(asSmall / all, 14);
  });
  test("the normal approximation agrees with the exact law", () => {
    const x = normals(41, 0, 28);
    const y = normals(42, 0, 28).map((v) => v + 0.5);
    const exact = mannWhitney(x, y);
    // a tie, made by moving one value onto its nearest neighbour in the other sample
    const [i, j] = x
      .flatMap((_, i) => y.map((_, j) => [i, j] as const))
      .reduce((best, pair) =>
        Math.abs(x[pair[0]] - y[pair[1]]) < Math.abs(x[best[0]] - y[best[1]]) ? pair : best,
      );
    const tied = mannWhitney(x, y.with(j, x[i]));
    expect(exact.exact).toBe(true);
    expect(tied.exact).toBe(false);
    expect(Math.abs(exact.p - tied.p)).toBeLessThan(0.01);
    expect(mannWhitney([1, 1], [1, 1]).p).toBe(1);
  });
  test("Hodges–Lehmann moves with the data, and its interval covers 95 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (shift) => {
        const x = [1, 5, 9, 14, 20, 33];
        const { value, lo, hi } = hodgesLehmann(
          x.map((v) => v + shift),
          x,
        );
        expect(value).toBe(shift);
        expect(lo).toBeLessThanOrEqual(shift);
        expect(hi).toBeGreaterThanOrEqual(shift);
      }),
    );
    const count = 2000;
    const covered = share(count, (s) => {
      const x = normals(51, s * 10, 10).map((v) => v + 1);
      const { lo, hi } = hodgesLehmann(x, normals(52, s * 10, 10));
      return lo <= 1 && 1 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
    expect(covered).toBeLessThan(0.99);
  });
  test("Holm's adjusted values are those of his procedure", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([])).toEqual([]);
  });
  test("the sign test is the binomial tail, one-sided; zeros are dropped", () => {
    expect(signTestAbove([1, 2, 3, 4, 5, 6])).toBeCloseTo(1 / 64, 14);
    expect(signTestAbove([1, 2, 0, 3, 4, 5, -6])).toBeCloseTo(7 / 64, 14);
    expect(signTestAbove([-1, -2])).toBe(1);
    expect(signTestAbove([0, 0])).toBe(1);
  });
});
