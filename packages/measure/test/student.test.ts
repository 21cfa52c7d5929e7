// Student's law against tables and closed forms.
import { describe, expect, test } from "vitest";
import { studentQuantile, studentTail } from "../src/index.ts";

describe("Student's law", () => {
  test("quantiles agree with tables to 1e-8", () => {
    const table: [number, number, number][] = [
      [0.975, 1, 12.706204736174698],
      [0.975, 2, 4.302652729749464],
      [0.975, 3, 3.182446305284263],
      [0.975, 5, 2.570581835636314],
      [0.975, 10, 2.228138851964939],
      [0.975, 30, 2.0422724563012373],
      [0.995, 4, 4.604094871415897],
      [0.9, 7, 1.414923927650508],
    ];
    for (const [p, freedom, t] of table) expect(Math.abs(studentQuantile(p, freedom) - t)).toBeLessThan(1e-8);
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 5);
    expect(studentQuantile(0.025, 4)).toBe(-studentQuantile(0.975, 4));
  });
  test("with one and two degrees of freedom the tail has a closed form", () => {
    for (const t of [0.1, 0.7, 1, 3, 20]) {
      expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 13);
      expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 13);
    }
  });
});
