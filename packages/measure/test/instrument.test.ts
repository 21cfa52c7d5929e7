import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calibrate,
  commitOf,
  describeMachine,
  describeTimer,
  InvalidResult,
  machineId,
  planRounds,
  planSamples,
  readResult,
  remainingSeconds,
  resultJsonSchema,
  spreadRounds,
  summarise,
  takeSamples,
  writeResult,
} from "../src/index.ts";
import { cellsOf, resultOf } from "./synthetic.ts";

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

describe("samples", () => {
  /** Counts what is done to it; every step must start from a restored slot. */
  const counting = (slots: number, asynchronous: boolean) => {
    const fresh = new Array<boolean>(slots).fill(false);
    const seen = { restores: 0, steps: 0, stale: 0, settled: 0 };
    const subject = {
      slots,
      restore: () => {
        seen.restores++;
        fresh.fill(true);
      },
      step: (slot: number) => {
        seen.steps++;
        if (!fresh[slot]) seen.stale++;
        fresh[slot] = false;
        return asynchronous ? Promise.resolve() : undefined;
      },
    };
    return { seen, subject };
  };
  test.each([false, true])(
    "every sample is made of first steps from a restored state (asynchronous: %s)",
    async (asynchronous) => {
      const { seen, subject } = counting(4, asynchronous);
      const samples = await takeSamples(subject, { innerIterations: 4, repeats: 9 });
      expect(samples).toHaveLength(9);
      expect(samples.every((ns) => ns > 0)).toBe(true);
      expect(samples).toEqual(samples.toSorted((a, b) => a - b));
      expect(seen).toEqual({ restores: 9, steps: 36, stale: 0, settled: 0 });
    },
  );
  test("what is submitted is waited for, and the time until the steps returned is kept apart", async () => {
    const { seen, subject } = counting(1, false);
    const dispatchNs: number[] = [];
    const settled = async () => {
      seen.settled++;
      await new Promise((done) => setTimeout(done, 5));
    };
    const samples = await takeSamples(
      { ...subject, settled },
      { innerIterations: 1, repeats: 3, dispatchNs },
    );
    expect(seen.settled).toBe(3);
    expect(dispatchNs).toHaveLength(3);
    expect(Math.min(...samples)).toBeGreaterThan(3e6);
    expect(Math.min(...samples)).toBeGreaterThan(Math.min(...dispatchNs));
  });
  test("restoring is not timed", async () => {
    const { subject } = counting(1, false);
    const restore = () => new Promise<void>((done) => setTimeout(done, 200));
    const samples = await takeSamples(
      { ...subject, step: () => undefined, restore },
      { innerIterations: 1, repeats: 3 },
    );
    expect(Math.min(...samples)).toBeLessThan(200e6);
  });
  test("a step that throws ends the sampling with its error; too few slots are refused", async () => {
    const { subject } = counting(2, false);
    const step = () => {
      throw new Error("kernel failed");
    };
    await expect(takeSamples({ ...subject, step }, { innerIterations: 1, repeats: 2 })).rejects.toThrow(
      "kernel failed",
    );
    await expect(takeSamples(subject, { innerIterations: 3, repeats: 1 })).rejects.toThrow(
      "3 inner iterations but 2 slots",
    );
  });
  test("calibration warms a fixed count and uses one slot only", async () => {
    const { seen, subject } = counting(1, false);
    const plan = await calibrate(subject, 30, { warmups: 7, trials: 3 });
    expect(plan.warmups).toBe(7);
    expect(seen).toEqual({ restores: 10, steps: 10, stale: 0, settled: 0 });
    expect(plan.innerIterations).toBeGreaterThanOrEqual(1);
    expect(plan.innerIterations).toBeLessThanOrEqual(64);
  });
  test("a raw sample is above the floor and below the ceiling wherever at most 64 iterations allow it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e10, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        (step, timer) => {
          const { innerIterations: k, repeats } = planSamples(step, 0, timer);
          const floor = Math.max(1000 * timer, 50_000);
          expect(k).toBeGreaterThanOrEqual(1);
          expect(k).toBeLessThanOrEqual(64);
          if (64 * step >= floor) expect(k * step).toBeGreaterThanOrEqual(floor);
          if (k > 1) expect(k * step).toBeLessThanOrEqual(Math.max(500_000, 2 * floor) + 1);
          expect(repeats % 2).toBe(1);
          expect(repeats).toBeLessThanOrEqual(15);
        },
      ),
    );
    expect(planSamples(1e9, 0, 30)).toEqual({ innerIterations: 1, repeats: 1 });
  });
  test("the timer has a positive cost and resolution", () => {
    const timer = describeTimer();
    expect(timer.costNs).toBeGreaterThan(0);
    expect(timer.resolutionNs).toBeGreaterThan(0);
  });
});

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

describe("machine", () => {
  test("ids are readable and free of trade marks, frequencies and host names", () => {
    const gib = 2 ** 30;
    expect(machineId("AMD EPYC", 2, 23.54 * gib)).toBe("amd-epyc-2c-24g");
    expect(machineId("Intel(R) Xeon(R) CPU @ 2.20GHz", 4, 16 * gib)).toBe("intel-xeon-4c-16g");
    expect(machineId("AMD Ryzen 7 5800X 8-Core Processor", 16, 32 * gib)).toBe("amd-ryzen-7-5800x-16c-32g");
    expect(machineId("", 1, gib)).toBe("unknown-1c-1g");
    expect(describeMachine().id).toMatch(/^[a-z0-9-]+-\d+c-\d+g$/);
    expect(describeMachine().memory).toBeLessThan(2 ** 50);
  });
  test("outside git the commit is unknown", () => {
    expect(commitOf(mkdtempSync(join(tmpdir(), "widthwise-")))).toEqual({ commit: "unknown", dirty: false });
    expect(commitOf(join(tmpdir(), "no such directory"))).toEqual({ commit: "unknown", dirty: false });
  });
});

describe("result files", () => {
  const directory = () => mkdtempSync(join(tmpdir(), "widthwise-"));
  const result = resultOf(cellsOf({ widths: [64], time: () => 5 }));
  const failure = (path: string): InvalidResult => {
    try {
      readResult(path);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidResult);
      return error as InvalidResult;
    }
    throw new Error("was read");
  };
  test("what is written is read, and nothing else is left in the directory", () => {
    const path = join(directory(), "deep", "down", "result.json");
    writeResult(path, result);
    writeResult(path, result);
    expect(readResult(path)).toEqual(result);
    expect(readdirSync(join(path, ".."))).toEqual(["result.json"]);
  });
  test("an invalid result is refused and the old file stays", () => {
    const path = join(directory(), "result.json");
    writeResult(path, result);
    expect(() => writeResult(path, { ...result, seed: Number.NaN })).toThrow("seed");
    expect(readResult(path)).toEqual(result);
  });
  test("a failed write leaves nothing beside", () => {
    const at = directory();
    mkdirSync(join(at, "result.json"));
    expect(() => writeResult(join(at, "result.json"), result)).toThrow();
    expect(readdirSync(at)).toEqual(["result.json"]);
  });
  test("a missing file is a usage error; a directory too", () => {
    const at = directory();
    expect(failure(join(at, "none.json"))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("no such file"),
    });
    expect(failure(at)).toMatchObject({ exitCode: 2, message: expect.stringContaining("is a directory") });
  });
  test("a file cut anywhere, another schema and a wrong field are invalid, and say what was found and what is accepted", () => {
    const path = join(directory(), "result.json");
    writeResult(path, result);
    const text = readFileSync(path, "utf8");
    for (const at of [0, 1, 100, text.length >> 1, text.length - 3]) {
      writeFileSync(path, text.slice(0, at));
      expect(failure(path)).toMatchObject({ exitCode: 4, message: expect.stringContaining("not JSON") });
    }
    for (const [content, found] of [
      ['{"schema":"widthwise-result/0"}', 'schema is "widthwise-result/0", accepted is "widthwise-result/1"'],
      ["{}", "schema is missing"],
      ["null", "schema is missing"],
      ["3", "schema is missing"],
      [text.replace('"seed": 1', '"seed": "one"'), "seed"],
    ]) {
      writeFileSync(path, content);
      expect(failure(path)).toMatchObject({ exitCode: 4, message: expect.stringContaining(found) });
    }
  });
  test("the schema is published as JSON Schema", () => {
    expect(resultJsonSchema()).toMatchObject({
      type: "object",
      required: expect.arrayContaining(["schema", "cells"]),
    });
  });
});
