// Trees of maxima over all neurons: what they find is what a look at every neuron finds, move after move.
import { float32Below, type LiveRows } from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LiveNeurons, loadKernels } from "../src/index.ts";
import { lawOf, rowsOf } from "./live-laws.ts";
import { numbers } from "./setup.ts";

const all = (law: ReturnType<typeof lawOf>) => {
  const { logMiss: _, ...rest } = law;
  return { ...rest, all: "trees" as const };
};

/** |{r : i, j ∈ F_r}| from z alone, lower triangle. */
function overlapsOf({ count, z }: LiveRows, n: number, shift: number): Float64Array {
  const threshold = float32Below(shift);
  const out = new Float64Array(n * n);
  for (let r = 0; r < count; r++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        if (z[r * n + i] >= threshold && z[r * n + j] >= threshold) out[i * n + j]++;
  return out;
}

function expectFound(live: LiveNeurons, n: number, shift: number): void {
  const rows = rowsOf(live, n);
  const found = new Float64Array(n * n);
  live.overlaps(found);
  expect(found).toEqual(overlapsOf(rows, n, shift));
  const f = new Float64Array(n);
  live.outputs(f);
  const threshold = float32Below(shift);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let r = 0; r < rows.count; r++) sum += rows.sign[r] * Math.max(0, rows.z[r * n + i] - threshold);
    expect(f[i]).toBeCloseTo(sum / Math.sqrt(rows.count), 5);
  }
}

const engines = await Promise.all([1, 2].map((threads) => loadKernels({ threads })));

describe("trees over all neurons", () => {
  test.each([
    [1, 3, 1],
    [1, 3, 7],
    [5, 9, 300],
    [20, 30, 2049],
    [33, 40, 1000],
    [70, 90, 515],
  ])(
    "n = %i, d = %i, width = %i: every search is a scan's, and their number of looks falls with what fires",
    async (n, d, width) => {
      const law = all(lawOf(n, d, width));
      const found: number[][] = [];
      for (const kernels of engines) {
        const live = await kernels.live(law);
        expect(live.count).toBe(width);
        expectFound(live, n, law.shift);
        const visits = [live.visits];
        for (let step = 0; step < 6; step++) {
          // moves there and back: nodes are raised, and sink again
          const u = numbers(n, 40 + step).map((value) => (step % 2 === 0 ? 15 : -15) * value);
          live.move(u, step % 3 === 0);
          expectFound(live, n, law.shift);
          visits.push(live.visits);
        }
        live.restore();
        expectFound(live, n, law.shift);
        expect(live.visits).toBe(visits[0]);
        found.push(visits);
        live.dispose();
      }
      expect(found[1]).toEqual(found[0]);
    },
  );

  test("given rows, with values on the threshold, signed zeros and values far from it", async () => {
    const n = 3;
    const law = all(lawOf(n, 9, 600));
    const threshold = float32Below(law.shift);
    const value = fc.constantFrom(threshold, threshold + 2 ** -20, threshold - 2 ** -20, -5, 4, 0);
    const [kernels] = engines;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 600 }),
        fc.array(value, { minLength: 30 }),
        async (count, values) => {
          const given: LiveRows = {
            count,
            neuron: Float64Array.from({ length: count }, (_, r) => r),
            sign: Float64Array.from({ length: count }, (_, r) => (r % 3 === 0 ? -1 : 1)),
            z: Float64Array.from({ length: count * n }, (_, k) => values[(k * 7) % values.length]),
          };
          const live = await kernels.live({ ...law, width: count }, given);
          expectFound(live, n, law.shift);
          live.move(Float64Array.of(3, -2, 1), true);
          expectFound(live, n, law.shift);
          live.dispose();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("who fires is told neuron by neuron", async () => {
    const n = 20;
    const law = all(lawOf(n, 30, 3000));
    for (const kernels of engines) {
      const live = await kernels.live(law);
      live.move(numbers(n, 7), false);
      const { z } = rowsOf(live, n);
      const threshold = float32Below(law.shift);
      let last = -1;
      live.eachFired((neuron, bits, at) => {
        expect(neuron).toBeGreaterThan(last);
        last = neuron;
        const fired = Array.from({ length: n }, (_, i) => Boolean((bits[at + (i >> 3)] >> (i & 7)) & 1));
        expect(fired).toEqual(
          Array.from(z.subarray(neuron * n, neuron * n + n), (value) => value >= threshold),
        );
      });
      live.dispose();
    }
  });
});
