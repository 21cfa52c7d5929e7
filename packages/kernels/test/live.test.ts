// Live neurons: in several memories as in one, and against a naive float64 network.
import { type LiveLaw, type LiveRows, normalTail } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { type LiveNeurons, loadKernels } from "../src/index.ts";
import { lawOf, rowsOf } from "./live-laws.ts";
import { numbers } from "./setup.ts";

/** f and the counts at the start, after each of two moves, and after a return to the start. */
function trace(live: LiveNeurons, n: number) {
  const states: { f: Float64Array; overlaps: Float64Array; active: number }[] = [];
  const look = () => {
    const f = new Float64Array(n);
    const overlaps = new Float64Array(n * n);
    live.outputs(f);
    live.overlaps(overlaps);
    states.push({ f, overlaps, active: live.active });
  };
  look();
  for (const stream of [8, 9]) {
    live.move(
      numbers(n, stream).map((u) => 20 * u),
      stream === 9,
    );
    look();
  }
  const moved = rowsOf(live, n);
  live.restore();
  look();
  return { states, moved, rows: rowsOf(live, n), macs: live.macs, words: live.words };
}

// a memory has room for one chunk at least and not for all; each further thread needs room for one of its own
const cases: Record<string, { law: LiveLaw; memoryBytes: number; threadBytes: number }> = {
  candidates: { law: lawOf(8, 9, 9 * 2 ** 16 + 5), memoryBytes: 2 ** 20, threadBytes: 3e5 },
  twins: {
    law: lawOf(5, 20, 7 * 2 ** 16, { init: "antisymmetric" }),
    memoryBytes: 5e5,
    threadBytes: 3.4e5,
  },
  "every slot drawn": {
    law: lawOf(20, 40, 2 ** 17 + 9, { c: 0.2 }),
    memoryBytes: 1.1e7,
    threadBytes: 8.9e6,
  },
};

describe("live neurons in several memories are those in one, bit for bit", () => {
  test("both ways of drawing are among them", () => {
    const means = Object.values(cases).map(({ law }) => law.n * normalTail(law.shift));
    expect(means.some((mean) => mean < 1)).toBe(true);
    expect(means.some((mean) => mean > 1)).toBe(true);
  });

  test.each(Object.entries(cases))("%s", async (_, { law, memoryBytes, threadBytes }) => {
    const { n } = law;
    const whole = await loadKernels();
    const one = await whole.live(law);
    expect(one.memories).toBe(1);
    const expected = trace(one, n);
    expect(expected.states[0].f).toEqual(expected.states[3].f);
    expect(expected.states[1].f).not.toEqual(expected.states[2].f);

    for (const threads of [1, 2]) {
      const kernels = await loadKernels({
        threads,
        memoryBytes: memoryBytes + (threads - 1) * threads * threadBytes,
      });
      const several = await kernels.live(law);
      expect(several.memories).toBeGreaterThan(1);
      expect(trace(several, n)).toEqual(expected);
      // where a memory is full, the next one is taken
      const beside = await kernels.live(law);
      expect(trace(beside, n)).toEqual(expected);
      beside.dispose();
      several.dispose();
      // what was freed is found again
      const again = await kernels.live(law);
      expect(again.memories).toBe(several.memories);
      again.dispose();
      await kernels.dispose();
    }

    // strips of four rows of L times eight candidates, each chunk's last ones made up to eight; then z given z_i
    let product = 0;
    for (let first = 0; first < n; first += 4) product += 32 * Math.min(first + 4, n);
    const all = product * (Math.floor(law.slots / 2 ** 16) * 2 ** 13 + Math.ceil((law.slots % 2 ** 16) / 8));
    if (law.logMiss === undefined) expect(expected.macs).toBe(all);
    else {
      expect(expected.macs).toBeGreaterThan((product / 8 + 4) * (one.count / law.twins));
      expect(expected.macs).toBeLessThan(all);
    }

    const given = await whole.live(law, expected.rows);
    const fromGiven = trace(given, n);
    const small = await loadKernels({ memoryBytes: memoryBytes / 2 });
    const severalGiven = await small.live(law, expected.rows);
    expect(severalGiven.memories).toBeGreaterThan(1);
    expect(trace(severalGiven, n)).toEqual(fromGiven);
    expect(fromGiven.rows).toEqual(expected.rows);
    expect(fromGiven.macs).toBe(0);
    for (const kernels of [whole, small]) await kernels.dispose();
  });
});

describe("what does not fit is refused with its bytes", () => {
  test("before anything is drawn, where the neurons that fire at the first input are too many", async () => {
    const kernels = await loadKernels();
    await expect(kernels.live(lawOf(4, 9, 2 ** 50))).rejects.toThrow(
      /about \d+ live neurons of width 1125899906842624 with n = 4: [\d.]+ GiB of memory are needed, [\d.]+ GiB are free/,
    );
    await kernels.dispose();
  });

  test("after a few chunks, where only all inputs together are too many", async () => {
    const kernels = await loadKernels();
    const n = 16;
    // a quarter of the memory for each input, 64 bytes of z per neuron
    let width = 2 ** 16;
    while (width * normalTail(Math.sqrt(0.48 * Math.log(width))) * 4 * 64 < process.availableMemory())
      width *= 2;
    const law = lawOf(n, 40, width / 2);
    expect(law.width * law.p * 80).toBeLessThan(process.availableMemory());
    await expect(kernels.live(law)).rejects.toThrow(/: [\d.]+ GiB of memory are needed, [\d.]+ GiB are free/);
    // and the memory is as before
    const live = await kernels.live(lawOf(4, 9, 1000));
    expect(live.count).toBeGreaterThan(0);
    await kernels.dispose();
  });

  test("a memory that holds no chunk", async () => {
    const kernels = await loadKernels({ memoryBytes: 2 ** 18 });
    await expect(kernels.live(lawOf(16, 40, 2 ** 20))).rejects.toThrow(
      /do not fit into one memory|needs \d+ bytes/,
    );
    await kernels.dispose();
  });
});

/** z [count, n] that fires in half of the cases, or in row r about in (r mod 8)/7 of them. */
function givenOf(n: number, count: number, mixed: boolean): LiveRows {
  return {
    count,
    neuron: Float64Array.from({ length: count }, (_, r) => r),
    sign: Float64Array.from({ length: count }, (_, r) => (r % 3 === 1 ? -1 : 1)),
    z: numbers(count * n, 11).map((x, at) => x + (mixed ? (Math.floor(at / n) % 8) / 2 - 2.5 : 0)),
  };
}

const farthest = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, x, at) => Math.max(most, Math.abs(x - b[at])), 0);

describe("moves, f, overlaps and additions are those of a naive float64 network", () => {
  const count = 600;
  const shapes = [1, 3, 15, 16, 17, 33, 66, 130].flatMap((n) => [
    { n, mixed: false },
    { n, mixed: true },
  ]);
  test.each(shapes)("n = $n, mixed: $mixed", async ({ n, mixed }) => {
    const law = { ...lawOf(n, n + 1, count, { c: 0 }), shift: 0 };
    const given = givenOf(n, count, mixed);
    const scale = 1 / Math.sqrt(count);
    for (const threads of [1, 2]) {
      const kernels = await loadKernels({ threads });
      const live = await kernels.live(law, given);
      const { z } = rowsOf(live, n);
      for (const counting of [true, false]) {
        const u = numbers(n, 12);
        const fires = z.map((value) => Number(value > 0));
        const delta = new Float64Array(count * n);
        let fired = 0;
        let fours = 0;
        for (let r = 0; r < count; r++)
          for (let i = 0; i < n; i++) {
            if (i % 4 === 0) fours += Math.max(...fires.subarray(r * n + i, r * n + Math.min(i + 4, n)));
            if (fires[r * n + i] === 0) continue;
            fired++;
            const step = scale * given.sign[r] * u[i];
            for (let j = 0; j < n; j++) delta[r * n + j] -= step * law.kernel[i * n + j];
          }
        const bySums = 8 * fired > (live.active + 16) * n;
        const table = 15 * Math.floor(n / 4) + 2 ** (n % 4) - 1;
        expect(live.move(u, counting)).toBe(n * (bySums ? fours + table : fired));

        const moved = rowsOf(live, n).z;
        const expected = z.map((value, at) => value + delta[at]);
        expect(farthest(moved, expected)).toBeLessThan(1e-5);
        z.set(moved);
        const f = new Float64Array(n);
        const both = new Float64Array(n * n);
        for (let r = 0; r < count; r++)
          for (let i = 0; i < n; i++) {
            f[i] += scale * given.sign[r] * Math.max(0, z[r * n + i]);
            for (let j = 0; j <= i; j++) both[i * n + j] += Number(z[r * n + i] > 0 && z[r * n + j] > 0);
          }
        const outputs = new Float64Array(n);
        live.outputs(outputs);
        expect(farthest(outputs, f)).toBeLessThan(1e-5);
        const overlaps = new Float64Array(n * n);
        live.overlaps(overlaps);
        expect(overlaps).toEqual(both);
        expect(live.fired).toBe(both.reduce((sum, value, at) => sum + (at % (n + 1) === 0 ? value : 0), 0));
      }
      await kernels.dispose();
    }
  });
});
