// Samples are first steps from a restored state, long enough for the timer.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Collections, calibrate, describeTimer, type Span, type Subject, takeSamples } from "../src/index.ts";
import { planSamples } from "../src/sample.ts";

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
      // one step before them is discarded
      expect(seen).toEqual({ restores: 10, steps: 37, stale: 0, settled: 0 });
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
    expect(seen.settled).toBe(4);
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
  test("a collection within a sample is seen, one while a slot is restored is not, and none is seen twice", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const collections = new Collections();
    const slow = () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    const subject = { slots: 1, restore: () => undefined, step: slow };
    const seenIn = async (one: Subject) => {
      const spans: Span[] = [];
      await takeSamples(one, { innerIterations: 1, repeats: 5, spans });
      expect(spans).toHaveLength(5);
      return collections.within(spans);
    };
    expect(await seenIn({ ...subject, step: () => collect() })).toBe(5);
    // small collections of what the harness itself allocates may fall anywhere, but seldom
    expect(await seenIn(subject)).toBeLessThanOrEqual(1);
    expect(await seenIn({ ...subject, restore: () => collect() })).toBeLessThanOrEqual(1);
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
          expect(repeats).toBeGreaterThanOrEqual(3);
          expect(repeats).toBeLessThanOrEqual(15);
          // as many as fit into 5 ms
          if (repeats > 3) expect(repeats * k * step).toBeLessThanOrEqual(5e6);
          if (repeats < 15) expect((repeats + 2) * k * step).toBeGreaterThan(5e6);
        },
      ),
    );
    expect(planSamples(1e9, 0, 30)).toEqual({ innerIterations: 1, repeats: 3 });
  });
  test("the timer has a positive cost and resolution", () => {
    const timer = describeTimer();
    expect(timer.costNs).toBeGreaterThan(0);
    expect(timer.resolutionNs).toBeGreaterThan(0);
  });
});
