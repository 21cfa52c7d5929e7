// Theil–Sen, least squares and curvature: exact on lines and parabolas, honest on noise.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ols, theilSen } from "../src/index.ts";
import { curvature } from "../src/statistics/curvature.ts";
import { normals, share, three } from "./simulate.ts";

describe("lines", () => {
  const grid = (m: number) => Array.from({ length: m }, (_, i) => i * Math.log(2));
  test("a line is recovered exactly by both, with intervals of no width", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 12 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (m, slope, shift) => {
          const x = grid(m);
          const y = x.map((v) => shift + slope * v);
          for (const fit of [theilSen(x, y), ols(x, y).slope]) {
            expect(fit.value).toBeCloseTo(slope, 9);
            expect(fit.hi - fit.lo).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });
  test("least squares keeps its digits when x is far from zero", () => {
    const x = [0, 1, 2, 3].map((v) => v + 1e8);
    expect(ols(x, [0, 1, 2, 3]).slope.value).toBeCloseTo(1, 12);
  });
  test("one wild width leaves Theil–Sen where it was, and moves least squares", () => {
    const x = grid(9);
    const y = x.map((v) => 2 * v);
    y[8] += Math.log(3);
    expect(theilSen(x, y).value).toBeCloseTo(2, 12);
    expect(ols(x, y).slope.value).toBeGreaterThan(2.05);
  });
  test("few points give the extreme slopes; equal x are an error", () => {
    expect(theilSen([0, 1, 2], [0, 1, 4])).toEqual({ value: 2, lo: 1, hi: 3 });
    expect(() => theilSen([1, 1], [0, 1])).toThrow("all x are equal");
    expect(() => ols([1, 1, 1], [0, 1, 2])).toThrow("all x are equal");
  });
  test.each([5, 9, 13])("with %i widths Sen's interval covers in at least 95 of 100 simulations", (m) => {
    const count = 2000;
    const x = grid(m);
    const covered = share(count, (s) => {
      const e = normals(m, s * m, m);
      const { lo, hi } = theilSen(
        x,
        x.map((v, i) => 1.5 * v + 0.03 * e[i]),
      );
      return lo <= 1.5 && 1.5 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
    expect(covered).toBeLessThan(0.995);
  });
  test("Student's interval of slope and level covers 95 %", () => {
    const count = 2000;
    const x = grid(7);
    let level = 0;
    const slope = share(count, (s) => {
      const e = normals(21, s * 7, 7);
      const line = ols(
        x,
        x.map((v, i) => v + 0.03 * e[i]),
      );
      if (line.level.lo <= 3 * Math.LN2 && 3 * Math.LN2 <= line.level.hi) level++;
      return line.slope.lo <= 1 && 1 <= line.slope.hi;
    });
    expect(Math.abs(slope - 0.95)).toBeLessThan(three(0.95, count));
    expect(Math.abs(level / count - 0.95)).toBeLessThan(three(0.95, count));
  });
  test("the quadratic term of a parabola is exact; on a noisy line it is declared in at most 5 %", () => {
    const x = grid(8);
    const bend = curvature(
      x,
      x.map((v) => 1 + 2 * v + 0.3 * v * v),
    );
    expect(bend.value).toBeCloseTo(0.3, 10);
    expect(bend.turn).toBeCloseTo(0.6 * 7 * Math.LN2, 9);
    expect(bend.curved).toBe(true);
    const count = 2000;
    const alarms = share(count, (s) => {
      const e = normals(31, s * 8, 8);
      const { lo, hi } = curvature(
        x,
        x.map((v, i) => v + 0.03 * e[i]),
      );
      return lo > 0 || hi < 0;
    });
    expect(Math.abs(alarms - 0.05)).toBeLessThan(three(0.05, count));
  });
});
