// Wilson's interval of a share.
import fc from "fast-check";
import { expect, test } from "vitest";
import { exactBounds, wilsonInterval } from "../src/index.ts";

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

test("exact bounds are those that are printed in tables", () => {
  // 0 of 200, of 20, and what is needed for at most 1 % and for at least 95 %
  expect(exactBounds(0, 200).hi).toBeCloseTo(0.01487, 5);
  expect(exactBounds(0, 20).hi).toBeCloseTo(0.13911, 5);
  expect(exactBounds(0, 299).hi).toBeLessThan(0.01);
  expect(exactBounds(0, 298).hi).toBeGreaterThan(0.01);
  expect(exactBounds(1, 473).hi).toBeLessThan(0.01);
  expect(exactBounds(2, 628).hi).toBeLessThan(0.01);
  expect(exactBounds(59, 59).lo).toBeGreaterThan(0.95);
  expect(exactBounds(92, 93).lo).toBeGreaterThan(0.949);
  expect(exactBounds(0, 5)).toMatchObject({ value: 0, lo: 0 });
  expect(exactBounds(5, 5)).toMatchObject({ value: 1, hi: 1 });
});
