// Every structure against the plain scan: one table of cases.
import { fillNormals } from "@widthwise/core";
import { NeuronTrees, structures, type ThresholdIndex } from "@widthwise/sparse-tree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { naiveAdd, naiveFired, type Script, scripts } from "./problems.ts";

const RUNS = { numRuns: 300, seed: 20260721 };

function build(name: string, { z, n, m, threshold }: Script): ThresholdIndex {
  return structures[name](z, n, m, {
    threshold,
    kernel: Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0.5)),
    signs: Float64Array.from({ length: m }, (_, r) => (r % 2 === 0 ? 1 : -1)),
    scale: 1 / Math.sqrt(m),
    tables: 4,
    bits: 5,
    key: { seed: 1, stream: 0 },
  });
}

function fired(index: ThresholdIndex, i: number, b: number): number[] {
  const out = new Int32Array(index.m);
  return Array.from(out.subarray(0, index.fired(i, b, out)));
}

const ascending = (x: number[]) => x.toSorted((a, b) => a - b);

/** The threshold of the build alone, or others too. */
const thresholdsOf = (name: string, b: number) =>
  name === "bit-mask" || name === "slack-lists" ? [b] : [b, 0, -1, 1.5, -1e301, 1e301];

const all = Object.keys(structures);
const exact = all.filter((name) => name !== "simhash");

describe.each(all)("%s", (name) => {
  test("names exactly the neurons strictly above the threshold, after any updates", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const z = script.z.slice();
        const index = build(name, script);
        const { n, m } = script;
        for (const update of [undefined, ...script.updates]) {
          if (update) {
            naiveAdd(z, n, m, update);
            index.add(update.neurons, update.neurons.length, update.delta);
          }
          for (let i = 0; i < n; i++) {
            // adding 0 makes one zero of two
            for (let r = 0; r < m; r++) expect(index.value(i, r) + 0).toBe(z[i * m + r] + 0);
            for (const b of thresholdsOf(name, script.threshold)) {
              const found = ascending(fired(index, i, b));
              const wanted = naiveFired(z, m, i, b);
              if (index.exact) expect(found).toEqual(wanted);
              else expect(wanted).toEqual(expect.arrayContaining(found));
              expect(new Set(found).size).toBe(found.length);
            }
          }
        }
      }),
      RUNS,
    );
  });

  test("goes back to a saved state bit for bit, and on from there as before", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const index = build(name, script);
        const run = () => {
          const seen: number[][] = [];
          for (const { neurons, delta } of script.updates) {
            index.add(neurons, neurons.length, delta);
            for (let i = 0; i < script.n; i++) seen.push(fired(index, i, script.threshold));
          }
          return { seen, state: new Uint8Array(index.save()) };
        };
        const saved = index.save();
        const first = run();
        index.restore(saved);
        expect(new Uint8Array(index.buffer)).toEqual(new Uint8Array(saved));
        expect(run()).toEqual(first);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  test("refuses what does not fit, with the value received", () => {
    const z = Float64Array.of(1, 2, 3, 4, 5, 6);
    const script = { z, n: 2, m: 3, threshold: 1, updates: [] };
    expect(() => build(name, { ...script, n: 3 })).toThrow("z holds 6 numbers");
    expect(() => build(name, { ...script, m: 0 })).toThrow("m is 0");
    expect(() => build(name, { ...script, z: z.with(4, Number.NaN) })).toThrow(
      "z of neuron 1 at input 1 is NaN",
    );
    const index = build(name, script);
    expect(() => index.add(Int32Array.of(1, 0), 2, new Float64Array(4))).toThrow("neuron 0 follows 1");
    expect(() => index.add(Int32Array.of(3), 1, new Float64Array(2))).toThrow("indices from 0 to 2");
    expect(() => index.add(Int32Array.of(0), 1, new Float64Array(1))).toThrow("1 neurons need");
    expect(() => index.restore(new ArrayBuffer(8))).toThrow("saved state has 8 bytes");
  });
});

test.each(["bit-mask", "slack-lists"])("%s refuses a threshold that it was not built for", (name) => {
  const index = build(name, { z: Float64Array.of(1, 2), n: 1, m: 2, threshold: 1, updates: [] });
  expect(() => index.fired(0, 1.25, new Int32Array(2))).toThrow("built for the threshold 1, not for 1.25");
});

test("the dual query of the neuron trees is a column of the firing matrix, ascending", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { z, n, m, threshold } = script;
      const index = new NeuronTrees(z, n, m);
      const out = new Int32Array(n);
      for (let r = 0; r < m; r++)
        expect(Array.from(out.subarray(0, index.firedInputs(r, threshold, out)))).toEqual(
          Array.from({ length: n }, (_, i) => i).filter((i) => z[i * m + r] > threshold),
        );
    }),
    RUNS,
  );
});

test("every exact structure follows a thousand neurons through thirty rounds of updates", () => {
  const n = 5;
  const m = 1000;
  const z = new Float64Array(n * m);
  fillNormals({ seed: 4, stream: 1 }, 0, z);
  const threshold = 1.8;
  const indices = exact.map((name) => build(name, { z, n, m, threshold, updates: [] }));
  const truth = z.slice();
  for (let round = 0; round < 30; round++) {
    const neurons = Int32Array.from({ length: m }, (_, r) => r).filter(
      (r) => (r * 7 + round) % (2 + round) < 2,
    );
    const delta = new Float64Array(neurons.length * n);
    fillNormals({ seed: round, stream: 2 }, 0, delta);
    naiveAdd(truth, n, m, { neurons, delta });
    for (const index of indices) {
      index.add(neurons, neurons.length, delta);
      for (let i = 0; i < n; i++)
        expect(ascending(fired(index, i, threshold))).toEqual(naiveFired(truth, m, i, threshold));
    }
  }
});
