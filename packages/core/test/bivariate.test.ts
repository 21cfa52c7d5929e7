// The bivariate tail against the integral of its conditional tails, and in its closed cases.
import { bivariateTail, normalTail } from "@widthwise/core";
import { expect, test } from "vitest";

/** ∫_b^∞ φ(u) Φ̄((b − ρu)/√(1 − ρ²)) du by Simpson's rule. */
function integrated(b: number, rho: number): number {
  const steps = 20_000;
  const h = 12 / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const u = b + k * h;
    const density = Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
    const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * density * normalTail((b - rho * u) / Math.sqrt(1 - rho * rho));
  }
  return (sum * h) / 3;
}

test("the bivariate normal tail is the integral of its conditional tails", () => {
  for (const b of [0, 0.5, 1.8, 3.2])
    for (const rho of [-0.9, -0.3, 0, 0.2, 0.7, 0.95])
      expect(Math.abs(bivariateTail(b, rho) - integrated(b, rho))).toBeLessThan(1e-11);
});

test("its closed cases", () => {
  for (const b of [0, 1, 2.5]) {
    expect(bivariateTail(b, 1)).toBeCloseTo(normalTail(b), 12);
    expect(bivariateTail(b, 0)).toBeCloseTo(normalTail(b) ** 2, 14);
  }
  for (const rho of [-1, -0.4, 0.3, 1])
    expect(bivariateTail(0, rho)).toBeCloseTo(0.25 + Math.asin(rho) / (2 * Math.PI), 14);
});
