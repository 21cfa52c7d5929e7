// Location and spread by order statistics.
import { fillUniforms } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { largest, mean, median, medianInterval, smallest } from "../src/index.ts";
import { binomialHalfTail, mad, medianRank } from "../src/statistics/location.ts";
import { share, three } from "./simulate.ts";

describe("location", () => {
  test("mean of a list and of a typed array; of nothing it is NaN", () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean(Float64Array.of(1, 2, 6))).toBe(3);
    expect(mean([])).toBeNaN();
  });

  test("the least and the greatest, of any count and of none; NaN stays NaN", () => {
    const many = Array.from({ length: 1_000_000 }, (_, k) => (k * 7919) % 1_000_003);
    expect([smallest(many), largest(many)]).toEqual([0, 1_000_002]);
    expect([smallest([]), largest([])]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(smallest(Float64Array.of(2, Number.NaN, 1))).toBeNaN();
  });
  test("median and unscaled MAD of a known sample", () => {
    expect(median([1, 1, 2, 2, 4, 6, 9])).toBe(2);
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(mad([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });
  test("binomial tails are exact, also where 2^-count underflows", () => {
    expect(binomialHalfTail(6, 0)).toBeCloseTo(1 / 64, 15);
    expect(binomialHalfTail(10, 2)).toBeCloseTo(56 / 1024, 14);
    expect(binomialHalfTail(4001, 2000)).toBeCloseTo(0.5, 10);
  });
  test("the median's ranks are those of the sign-test tables, and six values are the fewest", () => {
    expect([5, 6, 8, 9, 12, 20, 30].map((n) => medianRank(n))).toEqual([0, 1, 1, 2, 3, 6, 10]);
    expect(medianInterval([5, 1, 4, 2, 6, 3])).toEqual({ value: 3.5, lo: 1, hi: 6 });
  });
  test("the median's interval covers at least 95 % of exponential samples", () => {
    const count = 2000;
    const covered = share(count, (s) => {
      const x = new Float64Array(15);
      fillUniforms({ seed: 3, stream: 1 }, s * 15, x);
      const { lo, hi } = medianInterval(Array.from(x, (u) => -Math.log(u)));
      return lo <= Math.LN2 && Math.LN2 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
  });
});
