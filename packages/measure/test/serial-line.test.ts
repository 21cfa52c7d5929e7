// The slope's interval covers where neighbouring residuals are alike and where the line bends a little; sizes and level fixed beforehand.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ols } from "../src/index.ts";
import { serialSlope } from "../src/statistics/serial-line.ts";
import { normals, share, three } from "./simulate.ts";

const grid = (count: number) => Array.from({ length: count }, (_, i) => i * Math.log(2));

/** Residuals of standard deviation 1 with correlation ρ^|i−j|. */
function serial(stream: number, first: number, count: number, correlation: number): number[] {
  const draws = normals(stream, first, count);
  for (let i = 1; i < count; i++)
    draws[i] = correlation * draws[i - 1] + Math.sqrt(1 - correlation ** 2) * draws[i];
  return draws;
}

describe("a slope with serial residuals", () => {
  test("is that of least squares; scaling and shifting scale and shift it", () => {
    const finite = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 5, maxLength: 13 }), finite, finite, (y, scale, shift) => {
        const x = grid(y.length);
        const found = serialSlope(x, y);
        expect(found.value).toBe(ols(x, y).slope.value);
        expect(found.hi - found.lo).toBeGreaterThanOrEqual(ols(x, y).slope.hi - ols(x, y).slope.lo - 1e-12);
        const moved = serialSlope(
          x,
          y.map((value, i) => scale * value + shift * x[i]),
        );
        expect(moved.value).toBeCloseTo(scale * found.value + shift, 9);
        expect(moved.hi - moved.lo).toBeCloseTo(Math.abs(scale) * (found.hi - found.lo), 9);
      }),
    );
  });

  const counts = [5, 7, 9, 13];
  const cases = counts.flatMap((count) =>
    [0, 0.3, 0.6].flatMap((correlation) => [0, 0.1].map((turn) => [count, correlation, turn] as const)),
  );
  test.each(cases)(
    "covers in 93 of 100: %i widths, correlation %f, a turn of %f",
    (count, correlation, turn) => {
      const simulations = 2000;
      const x = grid(count);
      const span = x[count - 1];
      // local slopes turn by `turn` from the first width to the last
      const truth = x.map((v) => 0.7 * v + (turn * v * v) / (2 * span));
      const slope = ols(x, truth).slope.value;
      const stream = 1000 + 100 * count + 10 * Math.round(10 * correlation) + (turn > 0 ? 1 : 0);
      const covered = share(simulations, (s) => {
        const e = serial(stream, s * count, count, correlation);
        const { lo, hi } = serialSlope(
          x,
          truth.map((v, i) => v + 0.03 * e[i]),
        );
        return lo <= slope && slope <= hi;
      });
      expect(covered).toBeGreaterThan(0.93 - three(0.93, simulations));
    },
  );
});
