// Wilson's interval of a share.
import fc from "fast-check";
import { expect, test } from "vitest";
import { wilsonInterval } from "../src/index.ts";

const z = 1.959963984540054;

test("the ends solve (p̂ − p)² = z²·p(1 − p)/trials", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (trials, u) => {
        const count = Math.round(u * trials);
        const { value, lo, hi } = wilsonInterval(count, trials);
        expect(lo).toBeLessThanOrEqual(value);
        expect(hi).toBeGreaterThanOrEqual(value);
        for (const p of [lo, hi]) expect((value - p) ** 2).toBeCloseTo((z * z * p * (1 - p)) / trials, 12);
      },
    ),
  );
});

test("nothing of twenty is not nothing", () => {
  const { value, lo, hi } = wilsonInterval(0, 20);
  expect([value, lo]).toEqual([0, 0]);
  expect(hi).toBeCloseTo((z * z) / (20 + z * z), 12);
  expect(() => wilsonInterval(3, 2)).toThrow("3 of 2");
});
