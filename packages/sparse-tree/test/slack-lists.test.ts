// Slack lists over whole training steps, against values brought up to date at every step.
import { fillNormals, fillUniforms } from "@widthwise/core";
import { SlackLists } from "@widthwise/sparse-tree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

interface Net {
  n: number;
  m: number;
  z: Float64Array;
  kernel: Float64Array;
  signs: Float64Array;
  scale: number;
  threshold: number;
}

/** z ← z after one step, every neuron moved at once: Δz_rj = −a_r·scale·Σ_{i∈F_r} K_ij u_i. z [n, m]. */
function naiveStep({ n, m, kernel, signs, scale, threshold }: Net, z: Float64Array, u: Float64Array): void {
  for (let r = 0; r < m; r++) {
    const fired = Array.from({ length: n }, (_, i) => i).filter((i) => z[i * m + r] > threshold);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (const i of fired) sum += kernel[i * n + j] * u[i];
      z[j * m + r] -= signs[r] * scale * sum;
    }
  }
}

function firedSets(index: SlackLists): Set<number>[] {
  const out = new Int32Array(index.m);
  return Array.from(
    { length: index.n },
    (_, i) => new Set(out.subarray(0, index.fired(i, index.threshold, out))),
  );
}

function naiveSets({ n, m, threshold }: Net, z: Float64Array): Set<number>[] {
  const all = Array.from({ length: m }, (_, r) => r);
  return Array.from({ length: n }, (_, i) => new Set(all.filter((r) => z[i * m + r] > threshold)));
}

describe("certificates never miss a crossing", () => {
  // multiples of 1/8 and a scale that is a power of two: every sum is exact, so that ties at b are true ties
  const eighths = (bound: number) => fc.integer({ min: -8 * bound, max: 8 * bound }).map((k) => k / 8);
  const vector = (length: number, bound: number) =>
    fc.array(eighths(bound), { minLength: length, maxLength: length }).map((x) => Float64Array.from(x));
  const nets = fc
    .record({ n: fc.integer({ min: 1, max: 5 }), m: fc.integer({ min: 1, max: 12 }) })
    .chain(({ n, m }) =>
      fc.record({
        n: fc.constant(n),
        m: fc.constant(m),
        z: vector(n * m, 2),
        half: vector(n * n, 1),
        signs: fc
          .array(fc.constantFrom(1, -1), { minLength: m, maxLength: m })
          .map((x) => Float64Array.from(x)),
        scale: fc.constantFrom(0.25, 0.0625),
        threshold: fc.constantFrom(0, 0.5, 1),
        steps: fc.array(vector(n, 1), { maxLength: 12 }),
        extra: fc.option(vector(n * m, 1), { nil: undefined }),
      }),
    )
    .map(({ half, ...net }) => ({
      ...net,
      kernel: Float64Array.from(half, (_, k) => half[k] + half[(k % net.n) * net.n + Math.floor(k / net.n)]),
    }));

  test("same sets, same values, every crossing told once, step for step, in exact arithmetic", () => {
    fc.assert(
      fc.property(nets, (net) => {
        const { n, m } = net;
        const index = new SlackLists(net.z, n, m, net);
        const z = net.z.slice();
        net.steps.forEach((u, t) => {
          const before = naiveSets(net, z);
          naiveStep(net, z, u);
          const told = before.map((set) => new Set(set));
          index.step(u, (r, j, value, fires) => {
            expect(value).toBe(z[j * m + r]);
            expect(told[j].has(r)).toBe(!fires);
            if (fires) told[j].add(r);
            else told[j].delete(r);
          });
          expect(firedSets(index)).toEqual(naiveSets(net, z));
          expect(told).toEqual(naiveSets(net, z));
          for (let i = 0; i < n; i++)
            for (let r = 0; r < m; r++) expect(index.value(i, r)).toBeCloseTo(z[i * m + r], 12);
          if (t % 3 === 1 && net.extra) {
            const neurons = Int32Array.from({ length: m }, (_, r) => r);
            index.add(neurons, m, net.extra);
            for (let r = 0; r < m; r++) for (let i = 0; i < n; i++) z[i * m + r] += net.extra[r * n + i];
            expect(firedSets(index)).toEqual(naiveSets(net, z));
          }
        });
      }),
      { numRuns: 1000, seed: 11 },
    );
  });
});

function lazyNet(n: number, m: number): Net {
  const z = new Float64Array(n * m);
  fillNormals({ seed: 2, stream: 1 }, 0, z);
  const signs = new Float64Array(m);
  fillUniforms({ seed: 2, stream: 2 }, 0, signs);
  const kernel = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0.3));
  return {
    n,
    m,
    z,
    kernel,
    signs: signs.map((u) => (u < 0.5 ? -1 : 1)),
    scale: 1 / Math.sqrt(m),
    threshold: 1.5,
  };
}

test("sets agree away from the threshold over hundreds of steps of any sign, and lazy training looks rarely", () => {
  const net = lazyNet(6, 2000);
  const index = new SlackLists(net.z, net.n, net.m, net);
  const z = net.z.slice();
  const live = new Set(naiveSets(net, z).flatMap((set) => [...set])).size;
  const steps = 300;
  const noise = new Float64Array(net.n * steps);
  fillNormals({ seed: 3, stream: 1 }, 0, noise);
  let looks = 0;
  let wrong = 0;
  for (let t = 0; t < steps; t++) {
    // a decaying residual with flipping parts, as gradient descent near 2/λ_max has
    const u = Float64Array.from({ length: net.n }, (_, i) => 0.3 * 0.98 ** t * (1 + noise[t * net.n + i]));
    naiveStep(net, z, u);
    looks += index.step(u);
    const found = firedSets(index);
    for (let i = 0; i < net.n; i++)
      for (let r = 0; r < net.m; r++) {
        const over = z[i * net.m + r] - net.threshold;
        if (Math.abs(over) > 1e-10 && found[i].has(r) !== over > 0) wrong++;
      }
  }
  expect(wrong).toBe(0);
  // n values a look, and every neuron once at build
  expect(index.visits.update).toBe(net.n * (net.m + looks));
  expect(looks).toBeLessThan(0.05 * live * steps);
  let error = 0;
  for (let i = 0; i < net.n; i++)
    for (let r = 0; r < net.m; r++) error = Math.max(error, Math.abs(index.value(i, r) - z[i * net.m + r]));
  expect(error).toBeLessThan(1e-11);
});

test("a step of zeros costs nothing, and a saved state goes on as before", () => {
  const net = lazyNet(3, 200);
  const index = new SlackLists(net.z, net.n, net.m, net);
  expect(index.step(new Float64Array(3))).toBe(0);
  const saved = index.save();
  const run = () => [
    index.step(Float64Array.of(1, -2, 3)),
    index.step(Float64Array.of(2, 2, -9)),
    index.save(),
  ];
  const first = run();
  index.restore(saved);
  expect(run()).toEqual(first);
  expect(() => index.step(Float64Array.of(1, Number.POSITIVE_INFINITY, 0))).toThrow("Infinity");
});

test("a neuron exactly on the threshold is looked at again as soon as its inputs' clocks advance", () => {
  // neuron 0 fires at input 0; at input 1 it sits on b: any movement may make it fire
  const index = new SlackLists(Float64Array.of(2, 1), 2, 1, {
    threshold: 1,
    kernel: Float64Array.of(1, 0.5, 0.5, 1),
    signs: Float64Array.of(1),
    scale: 1,
  });
  expect(index.step(Float64Array.of(0, 5))).toBe(0);
  expect(index.step(Float64Array.of(2 ** -30, 0))).toBe(1);
  expect(index.value(1, 0)).toBe(1 - 2 ** -31);
  const out = new Int32Array(1);
  expect(index.fired(1, 1, out)).toBe(0);
  index.step(Float64Array.of(-(2 ** -20), 0));
  expect(index.fired(1, 1, out)).toBe(1);
});
