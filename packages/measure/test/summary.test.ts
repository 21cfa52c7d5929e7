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
  test("contended is what the load says; the ratio of median to minimum only where no load was seen", () => {
    const notes = (samples: number[], load?: number | null) =>
      summarise({ samples, rounds: [...samples.keys()], ...shape, load }).notes;
    const uneven = [50, ...flat(19)];
    expect(notes(uneven, 0.02)).toEqual([]);
    expect(notes(flat(20), 0.031)).toEqual(["contended"]);
    for (const unseen of [null, undefined]) {
      expect(notes(uneven, unseen)).toEqual(["contended"]);
      expect(notes(flat(20), unseen)).toEqual([]);
    }
  });
  test("from three processes on the interval is Student's; one visit in each is enough for it", () => {
    const of = (samples: number[], processes: number[]) =>
      summarise({ samples, processes, rounds: [...samples.keys()], ...shape });
    const logs = [0, 0.01, 0.05];
    const three = of(
      logs.map((v) => 100 * Math.exp(v)),
      [0, 1, 2],
    );
    expect(three).toMatchObject({ interval: "processes", notes: [] });
    expect(three.median).toBeCloseTo(100 * Math.exp(0.01), 9);
    // mean 0.02, standard deviation √0.0007, t of two degrees of freedom 4.302653
    const half = (4.302653 * Math.sqrt(0.0007)) / Math.sqrt(3);
    expect(three.lo).toBeCloseTo(100 * Math.exp(0.02 - half), 4);
    expect(three.hi).toBeCloseTo(100 * Math.exp(0.02 + half), 4);
    const two = of(flat(5), [0, 0, 0, 1, 1]);
    expect(two).toMatchObject({ interval: "rounds", notes: ["few-rounds"] });
    expect(summarise({ samples: [1], rounds: [0], ...shape }).interval).toBeUndefined();
  });
});
