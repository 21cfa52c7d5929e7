// The sampled live set against the law of a network that is drawn in full.
import { gramOfRows, normalTail } from "@widthwise/core";
import { sampledLiveSet, sharedLiveSet } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { madeProblem } from "./made-problem.ts";

// n·p < 1, so that the sampler walks over candidates; correlated inputs (d is small)
const law = { n: 8, d: 9, width: 2 ** 12, c: 0.48 };
const SEEDS = 300;

interface Statistics {
  live: number[];
  fired: number[][];
  both: number[];
}

/** Counts over seeds of live neurons, of |S_i| and of |S_0 ∩ S_1|. */
function collect(draw: typeof sharedLiveSet, inputSeed = 3): Statistics {
  const base = madeProblem({ ...law, seed: inputSeed });
  const statistics: Statistics = { live: [], fired: Array.from({ length: law.n }, () => []), both: [] };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const problem = { ...base, seed };
    const set = draw(problem);
    statistics.live.push(set.count);
    const fired = new Array<number>(law.n).fill(0);
    let both = 0;
    for (let k = 0; k < set.count; k++) {
      const z = set.z.subarray(k * law.n, (k + 1) * law.n);
      for (let i = 0; i < law.n; i++) if (z[i] > problem.shift) fired[i]++;
      if (z[0] > problem.shift && z[1] > problem.shift) both++;
    }
    for (let i = 0; i < law.n; i++) statistics.fired[i].push(fired[i]);
    statistics.both.push(both);
  }
  return statistics;
}

const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const variance = (x: number[]) => x.reduce((a, b) => a + (b - mean(x)) ** 2, 0) / (x.length - 1);
/** |z| beyond 4.5 happens by chance once in 150 000 comparisons. */
const LEVEL = 4.5;

function expectSameMean(x: number[], y: number[]): void {
  const error = Math.sqrt(variance(x) / x.length + variance(y) / y.length);
  expect(Math.abs(mean(x) - mean(y))).toBeLessThan(LEVEL * error);
}

function expectSameVariance(x: number[], y: number[]): void {
  // log variance of near-normal counts has standard error √(2/(N−1))
  const error = Math.sqrt(2 / (x.length - 1) + 2 / (y.length - 1));
  expect(Math.abs(Math.log(variance(x) / variance(y)))).toBeLessThan(LEVEL * error);
}

describe("the sampled live set has the law of brute force", () => {
  const brute = collect(sharedLiveSet);
  const sampled = collect((problem) =>
    sampledLiveSet(problem, gramOfRows(problem.inputs, problem.n, problem.d)),
  );

  test("needs what it claims: n·p is below 1", () => {
    expect(law.n * normalTail(madeProblem(law).shift)).toBeLessThan(1);
  });

  test("number of live neurons: mean and variance", () => {
    expectSameMean(sampled.live, brute.live);
    expectSameVariance(sampled.live, brute.live);
    const m = law.width;
    const live = mean(sampled.live) / m;
    expect(Math.abs(Math.log(variance(sampled.live) / (m * live * (1 - live))))).toBeLessThan(
      LEVEL * Math.sqrt(2 / SEEDS),
    );
  });

  test("|S_i| is m·Φ̄(b) on average for every input", () => {
    const expected = law.width * normalTail(madeProblem(law).shift);
    for (const fired of sampled.fired)
      expect(Math.abs(mean(fired) - expected)).toBeLessThan(LEVEL * Math.sqrt(expected / SEEDS));
  });

  test("neurons that fire at two inputs at once", () => {
    expectSameMean(sampled.both, brute.both);
    expectSameVariance(sampled.both, brute.both);
  });
});

test("every sampled neuron fires somewhere and indices ascend", () => {
  const problem = madeProblem({ ...law, width: 3 * 2 ** 16 + 5 });
  const set = sampledLiveSet(problem, gramOfRows(problem.inputs, problem.n, problem.d));
  for (let k = 0; k < set.count; k++) {
    expect(set.z.subarray(k * law.n, (k + 1) * law.n).some((z) => z > problem.shift)).toBe(true);
    if (k > 0) expect(set.neuron[k]).toBeGreaterThan(set.neuron[k - 1]);
    expect(set.neuron[k]).toBeLessThan(problem.width);
  }
});

test("antisymmetric slots give twins with opposite signs and one z", () => {
  const problem = madeProblem({ ...law, init: "antisymmetric" });
  const set = sampledLiveSet(problem, gramOfRows(problem.inputs, problem.n, problem.d));
  expect(set.count % 2).toBe(0);
  for (let k = 0; k < set.count; k += 2) {
    expect(set.sign[k] + set.sign[k + 1]).toBe(0);
    expect(set.z.subarray(k * law.n, (k + 1) * law.n)).toEqual(
      set.z.subarray((k + 1) * law.n, (k + 2) * law.n),
    );
  }
});

test("a duplicated input has the same z up to float32 rounding", () => {
  const problem = madeProblem({ ...law, c: 0.3 });
  problem.inputs.copyWithin(2 * law.d, 0, law.d);
  const set = sampledLiveSet(problem, gramOfRows(problem.inputs, law.n, law.d));
  expect(set.count).toBeGreaterThan(100);
  for (let k = 0; k < set.count; k++)
    expect(Math.abs(set.z[k * law.n + 2] - set.z[k * law.n])).toBeLessThan(2e-6);
});

test("more inputs than dimensions: |S_i| is still m·Φ̄(b) for every input", () => {
  const problem = madeProblem({ n: 30, d: 9, width: 2 ** 16, c: 0.9 });
  const { n, width, shift } = problem;
  const set = sampledLiveSet(problem, gramOfRows(problem.inputs, n, 9));
  const expected = width * normalTail(shift);
  for (let i = 0; i < n; i++) {
    let fired = 0;
    for (let k = 0; k < set.count; k++) fired += Number(set.z[k * n + i] > shift);
    expect(Math.abs(fired - expected)).toBeLessThan(LEVEL * Math.sqrt(expected));
  }
});
