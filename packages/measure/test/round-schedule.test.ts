// The round schedule: who is measured in which round, and in which order.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planRounds, remainingSeconds } from "../src/index.ts";
import { spreadRounds } from "../src/round-schedule.ts";

describe("schedule", () => {
  const plans = fc.record({
    costs: fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 30 }),
    rounds: fc.integer({ min: 1, max: 40 }),
    budgetSeconds: fc.double({ min: 0.01, max: 100, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1000 }),
  });
  const make = ({
    costs,
    rounds,
    budgetSeconds,
    seed,
  }: {
    costs: number[];
    rounds: number;
    budgetSeconds: number;
    seed: number;
  }) => {
    const cells = costs.map((visitSeconds, i) => ({ id: `cell ${i}`, visitSeconds }));
    return { cells, schedule: planRounds(cells, { rounds, budgetSeconds, key: { seed, stream: 7 } }) };
  };
  test("every cell is in the plan or skipped with a reason; within its budget; at least six rounds; once a round at most", () => {
    fc.assert(
      fc.property(plans, (options) => {
        const { cells, schedule } = make(options);
        expect(schedule.rounds).toHaveLength(options.rounds);
        for (const round of schedule.rounds) expect(new Set(round).size).toBe(round.length);
        for (const { id, visitSeconds } of cells) {
          const visits = schedule.rounds.filter((round) => round.includes(id)).length;
          const skip = schedule.skipped.find((s) => s.id === id);
          expect(visits).toBe(schedule.visits[id] ?? 0);
          expect(visits === 0).toBe(skip !== undefined);
          if (skip) expect(skip.reason).toMatch(/above the budget of/);
          else {
            expect(visits).toBeGreaterThanOrEqual(Math.min(6, options.rounds));
            expect(visits * visitSeconds).toBeLessThanOrEqual(options.budgetSeconds * (1 + 1e-12));
          }
        }
        const total = cells.reduce((sum, c) => sum + (schedule.visits[c.id] ?? 0) * c.visitSeconds, 0);
        expect(schedule.seconds).toBeCloseTo(total, 8);
      }),
    );
  });
  test("the least number of rounds is the caller's: a cell that affords fewer is skipped, one that affords as many is not", () => {
    const cells = [
      { id: "a", visitSeconds: 0.9 },
      { id: "b", visitSeconds: 1.1 },
    ];
    const options = { rounds: 4, budgetSeconds: 1, key: { seed: 1, stream: 7 } };
    const { visits, skipped } = planRounds(cells, { ...options, least: 1 });
    expect(visits).toEqual({ a: 1 });
    expect(skipped).toEqual([{ id: "b", reason: expect.stringMatching(/1\.1 s for 1 round of/) }]);
    expect(planRounds(cells, options).visits).toEqual({});
  });
  test("the rounds of a slower cell are among those of every faster one, so that any two are paired", () => {
    fc.assert(
      fc.property(plans, (options) => {
        const { schedule } = make(options);
        const roundsOf = (id: string) =>
          schedule.rounds.flatMap((round, r) => (round.includes(id) ? [r] : []));
        const ids = Object.keys(schedule.visits).sort((a, b) => schedule.visits[a] - schedule.visits[b]);
        for (let i = 1; i < ids.length; i++)
          expect(roundsOf(ids[i])).toEqual(expect.arrayContaining(roundsOf(ids[i - 1])));
      }),
    );
  });
  test("the key decides the order: the same gives the same, rounds differ, and each cell comes first about equally often", () => {
    const cells = ["a", "b", "c", "d"].map((id) => ({ id, visitSeconds: 0.001 }));
    const plan = (seed: number) =>
      planRounds(cells, { rounds: 4000, budgetSeconds: 100, key: { seed, stream: 7 } }).rounds;
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
    for (const { id } of cells) {
      const first = plan(1).filter((round) => round[0] === id).length / 4000;
      expect(Math.abs(first - 0.25)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / 4000));
    }
  });
  test("every prefix of the spread order covers the run evenly", () => {
    expect(spreadRounds(8)).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
    for (const rounds of [1, 6, 20, 33])
      expect(spreadRounds(rounds).toSorted((a, b) => a - b)).toEqual([...Array(rounds).keys()]);
    const gaps = (taken: number[]) =>
      taken.toSorted((a, b) => a - b).map((r, i, all) => r - (all[i - 1] ?? -1));
    expect(Math.max(...gaps(spreadRounds(20).slice(0, 6)))).toBeLessThanOrEqual(8);
  });
  test("bad options are named; the remaining time follows the pace so far", () => {
    const options = { rounds: 6, budgetSeconds: 1, key: { seed: 1, stream: 7 } };
    expect(() => planRounds([], { ...options, rounds: 0 })).toThrow("got 0");
    expect(() => planRounds([], { ...options, budgetSeconds: Number.NaN })).toThrow("NaN");
    expect(() => planRounds([{ id: "a", visitSeconds: Number.NaN }], options)).toThrow("NaN");
    expect(() => planRounds(Array(2).fill({ id: "a", visitSeconds: 0 }), options)).toThrow("repeat");
    expect(remainingSeconds(0, 10, 0)).toBe(10);
    expect(remainingSeconds(5, 10, 10)).toBe(10);
    expect(remainingSeconds(10, 10, 12)).toBe(0);
  });
});
