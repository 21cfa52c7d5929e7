// What is kept of a cell, and what a reader is told about it.
import { describe, expect, test } from "vitest";
import { summarise } from "../src/index.ts";

describe("summary", () => {
  const shape = { innerIterations: 2, repeats: 5 };
  const flat = (count: number, value = 100) => Array.from({ length: count }, (_, i) => value + ((i * 7) % 5));
  test("median, interval and no notes on a quiet cell", () => {
    const samples = flat(20);
    const timing = summarise({ samples, rounds: [...samples.keys()], ...shape, floorNs: 100 });
    expect(timing).toMatchObject({
      median: 102,
      mad: 1,
      min: 100,
      notes: [],
      innerIterations: 2,
      repeats: 5,
    });
    expect(timing.lo).toBeLessThanOrEqual(102);
    expect(timing.hi).toBeGreaterThanOrEqual(102);
  });
  test("contended, drifting, below the floor, few rounds: each is said", () => {
    const notes = (samples: number[], floorNs?: number) =>
      summarise({ samples, rounds: [...samples.keys()], ...shape, ...(floorNs ? { floorNs } : {}) }).notes;
    expect(notes([50, ...flat(19)])).toEqual(["contended"]);
    expect(notes(Array.from({ length: 20 }, (_, i) => 100 + 0.1 * i))).toEqual(["drifting"]);
    expect(notes(flat(20), 1000)).toEqual(["below-floor"]);
    expect(notes(flat(5))).toEqual(["few-rounds"]);
    expect(() => notes([])).toThrow("no samples");
  });
});
