// Imbalances under stochastic descent, and parametrisations at unit rates.
import { normalUpperQuantile } from "@widthwise/core";
import { expect, test } from "vitest";
import {
  drawNeurons,
  imbalances,
  piecewiseVelocity,
  preactivations,
  type ReluNetwork,
  relativeImbalances,
  reluOutputs,
  stochasticDescent,
  studentStart,
  studentTeacher,
  unitRateScales,
  unitRates,
  withoutSpread,
} from "../src/index.ts";

const { train } = studentTeacher({ d: 5, n: 12, testCount: 1, teacherWidth: 3, seed: 4, testSeed: 4 });
const start = studentStart({ width: 8, scale: 1, delta: 0.7, seed: 4 }, 5);
const run = (options: { rate: number; batch: number; steps: number; seed?: number }) => {
  const { steps, seed = 1, ...rest } = options;
  return [...stochasticDescent(train, start, { ...rest, seed, checkpoints: [0, steps] })];
};

test("a full batch takes the step of the float64 gradient flow", () => {
  const rate = 0.01;
  const [, { network }] = run({ rate, batch: 12, steps: 1 });
  const flow = piecewiseVelocity({ ...start, leak: 0 }, train, unitRates);
  for (const key of ["a", "w"] as const)
    network[key].forEach((value, k) => {
      // the flow is that of the sum of squares
      expect(value).toBeCloseTo(start[key][k] + (rate / 12) * flow[key][k], 14);
    });
});

test("δ moves by Σ ε²(g_a² − ‖g_w‖²) and nothing else, on any batch", () => {
  for (const batch of [1, 3, 12]) {
    const [first, last] = run({ rate: 0.1, batch, steps: 300 });
    expect(first.deltas).toEqual(imbalances(start));
    const moved = Math.max(...last.deltas.map((value, k) => Math.abs(value - first.deltas[k])));
    expect(moved).toBeGreaterThan(1e-4);
    last.deltas.forEach((value, k) => {
      expect(value).toBeCloseTo(last.predicted[k], 12);
    });
  }
});

test("the same seed gives the same bits, another seed others; bad batches are refused", () => {
  const one = run({ rate: 0.1, batch: 2, steps: 50 });
  expect(run({ rate: 0.1, batch: 2, steps: 50 })).toEqual(one);
  expect(run({ rate: 0.1, batch: 2, steps: 50, seed: 2 })[1].deltas).not.toEqual(one[1].deltas);
  expect(() => run({ rate: 0.1, batch: 13, steps: 1 })).toThrow("the batch is 13, accepted are 1 to n = 12");
  expect(() => run({ rate: -1, batch: 1, steps: 1 })).toThrow("learning rate");
});

test("scales at unit rates: the printed form moves, in function space, as the form with unit rates does", () => {
  // gradient of ½ squares of each printed form by its own rates, one small step; f of the next network
  const [m, d] = [64, 5];
  const printed: Record<string, { a: number; w: number; front: number; rates: { a: number; w: number } }> = {
    "tangent-kernel": { a: 1, w: 1, front: m ** -0.5, rates: { a: 1, w: 1 } },
    "mean-field": { a: 1, w: 1, front: 1 / m, rates: { a: m, w: m } },
    // inputs of norm √d
    "maximal-update": { a: 1 / m, w: d ** -0.5, front: Math.sqrt(d), rates: { a: 1 / m, w: m } },
  };
  const step = 1e-6;
  for (const [name, { a, w, front, rates }] of Object.entries(printed)) {
    const law = unitRateScales[name];
    const unit = drawNeurons(law, { m, d, seed: 3 });
    const own = {
      a: unit.a.map((value) => (value * a) / law.a(m, d)),
      w: unit.w.map((value) => (value * w) / law.w(m, d)),
    };
    // f = front·sum, so labels over front and a gradient of front² times that of the sum
    const change = (network: ReluNetwork, factor: number, each: { a: number; w: number }) => {
      const labels = train.labels.map((value) => value / factor);
      const v = piecewiseVelocity({ ...network, leak: 0 }, { ...train, labels }, unitRates);
      const s = step * factor * factor;
      const next = {
        a: network.a.map((value, k) => value + s * each.a * v.a[k]),
        w: network.w.map((value, k) => value + s * each.w * v.w[k]),
      };
      return reluOutputs(next, preactivations(next, train.inputs, train.n)).map((f) => factor * f);
    };
    const [byPrinted, byUnit] = [change(own, front, rates), change(unit, law.factor(m, d), unitRates)];
    byPrinted.forEach((f, i) => {
      expect(Math.abs(f)).toBeGreaterThan(0);
      expect(byUnit[i] / f).toBeCloseTo(1, 6);
    });
  }
});

test("neurons come in pairs, so that f = 0; equal sizes keep signs, directions and mean δ", () => {
  const network = drawNeurons(unitRateScales["maximal-update"], { m: 200, d: 6, seed: 1 });
  const f = reluOutputs(network, preactivations(network, new Float64Array(6).fill(0.3), 1));
  expect(Math.abs(f[0])).toBeLessThan(1e-14);
  const equal = withoutSpread(network);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(imbalances(equal))).toBeCloseTo(mean(imbalances(network)), 12);
  expect(new Set(relativeImbalances(equal).map((value) => Number(value.toFixed(10)))).size).toBe(1);
  expect(equal.a.map(Math.sign)).toEqual(network.a.map(Math.sign));
  const all = relativeImbalances(network);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...all)).toBeLessThanOrEqual(1);
  expect(() => drawNeurons(unitRateScales["mean-field"], { m: 3, d: 2, seed: 1 })).toThrow("m is 3");
});

test("the mean of (a² − ‖w‖²)/(a² + ‖w‖²) of standard normals is 2/(1 + d) − 1, that of a Beta(½, d/2) law", () => {
  const [m, d] = [20_000, 4];
  const all = relativeImbalances(drawNeurons(unitRateScales["tangent-kernel"], { m, d, seed: 9 }));
  const mean = all.reduce((sum, value) => sum + value, 0) / m;
  const [p, q] = [0.5, d / 2];
  const deviation = 2 * Math.sqrt((p * q) / ((p + q) ** 2 * (p + q + 1)));
  // pairs share their draw; level 1e-6
  const bound = normalUpperQuantile(5e-7) * (deviation / Math.sqrt(m / 2));
  expect(Math.abs(mean - (2 / (1 + d) - 1))).toBeLessThan(bound);
});
