// The normal law: its tail, its quantile, and the moments of its draws.
import { fillNormals, normalTail, normalUpperQuantile } from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("normal law", () => {
  test.each([
    // x, P(N > x): Abramowitz and Stegun, table 26.1, and the error function to 17 digits
    [0, 0.5],
    [1, 0.15865525393145707],
    [2, 0.022750131948179195],
    [3, 0.0013498980316300933],
    [5, 2.866515718791939e-7],
    [8, 6.220960574271785e-16],
    [20, 2.753624118606234e-89],
  ])("tail beyond %f", (x, tail) => {
    expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(1e-13);
    expect(normalTail(-x)).toBeCloseTo(1 - tail, 14);
  });

  test("quantile inverts the tail", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 30, noNaN: true }), (x) => {
        expect(Math.abs(normalUpperQuantile(normalTail(x)) - x)).toBeLessThan(x < 0 ? 1e-9 : 1e-13 * (1 + x));
      }),
    );
  });

  test("a million draws have the moments of N(0, 1) within five standard errors", () => {
    const count = 1_000_000;
    const z = new Float64Array(count);
    fillNormals({ seed: 7, stream: 3 }, 11, z);
    const moment = (k: number) => z.reduce((sum, value) => sum + value ** k, 0) / count;
    const error = (variance: number) => 5 * Math.sqrt(variance / count);
    expect(Math.abs(moment(1))).toBeLessThan(error(1));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(moment(3))).toBeLessThan(error(15));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(error(96));
  });
});
