// Modular arithmetic, the transformer's gradient against differences and a float64 oracle, AdamW, and a run that groks.
import { fillNormals } from "@widthwise/core";
import { loadKernels } from "@widthwise/kernels";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AdamW } from "../src/adamw.ts";
import {
  type GrokkingRun,
  grok,
  ModularTransformer,
  modularPairs,
  type Pairs,
  transformerStart,
} from "../src/index.ts";
import { partedParameters } from "../src/transformer-parameters.ts";

let kernels: Awaited<ReturnType<typeof loadKernels>>;
beforeAll(async () => {
  kernels = await loadKernels();
});
afterAll(() => kernels.dispose());

describe("pairs", () => {
  test("are all of them, once, with the right answer", () => {
    const prime = 11;
    const check = {
      add: (x: number, y: number) => (x + y) % prime,
      subtract: (x: number, y: number) => (x - y + prime) % prime,
      divide: (x: number, y: number) => {
        for (let q = 0; q < prime; q++) if ((q * y) % prime === x) return q;
        throw new Error(`nothing times ${y} is ${x}`);
      },
    };
    for (const operation of ["add", "subtract", "divide"] as const) {
      const { train, unseen } = modularPairs({ prime, operation, share: 0.4, seed: 1 });
      const total = operation === "divide" ? prime * (prime - 1) : prime ** 2;
      expect(train.x.length).toBe(Math.floor(0.4 * total));
      const seen = new Set<number>();
      for (const { x, y, label } of [train, unseen])
        x.forEach((a, i) => {
          seen.add(a * prime + y[i]);
          expect(label[i]).toBe(check[operation](a, y[i]));
        });
      expect(seen.size).toBe(total);
    }
  });

  test("refuse what is no field and no share", () => {
    const task = { prime: 11, operation: "add", share: 0.5, seed: 1 } as const;
    expect(() => modularPairs({ ...task, prime: 91 })).toThrow("the prime is 91, which 7 divides");
    expect(() => modularPairs({ ...task, share: 1 })).toThrow("the share to train on is 1");
  });
});

const shape = { prime: 5, width: 8, heads: 2, rows: 12 };
const seed = 3;

/** The loss in float64 from the definition: every token of x ∘ y = attends to those before it. */
function naiveLoss(flat: Float64Array, { x, y, label }: Pairs, tau: number): number {
  const { prime, width: d, heads } = shape;
  const part = partedParameters(flat, shape);
  const times = (v: number[], w: Float64Array, cols: number) =>
    Array.from({ length: cols }, (_, c) => v.reduce((sum, value, i) => sum + value * w[i * cols + c], 0));
  const plus = (a: number[], b: number[]) => a.map((value, k) => value + b[k]);
  const normed = (v: number[], gain: Float64Array, bias: Float64Array) => {
    const mean = v.reduce((sum, value) => sum + value / d, 0);
    const variance = v.reduce((sum, value) => sum + (value - mean) ** 2 / d, 0);
    return v.map((value, k) => (gain[k] * (value - mean)) / Math.sqrt(variance + 1e-5) + bias[k]);
  };
  const softmax = (v: number[]) => {
    const e = v.map(Math.exp);
    const sum = e.reduce((a, b) => a + b);
    return e.map((value) => value / sum);
  };
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    const tokens = [x[i], prime, y[i], prime + 1].map((token, place) =>
      plus(
        [...part.tokens.subarray(token * d, (token + 1) * d)],
        [...part.places.subarray(place * d, (place + 1) * d)],
      ),
    );
    const [queries, keys, values] = [part.query, part.key, part.value].map((w) =>
      tokens.map((token) => times(token, w, d)),
    );
    const place = tokens.length - 1;
    const size = d / heads;
    const mixed = Array.from({ length: heads }, (_, head) => {
      const own = (v: number[]) => v.slice(head * size, (head + 1) * size);
      const weights = softmax(
        keys
          .slice(0, place + 1)
          .map(
            (key) =>
              own(key).reduce((sum, value, k) => sum + value * own(queries[place])[k], 0) / Math.sqrt(size),
          ),
      );
      return Array.from({ length: size }, (_, k) =>
        weights.reduce((sum, weight, l) => sum + weight * own(values[l])[k], 0),
      );
    }).flat();
    const middle = normed(plus(tokens[place], times(mixed, part.output, d)), part.gain1, part.bias1);
    const hidden = times(middle, part.expand, 4 * d).map((value) => Math.max(value, 0));
    const end = normed(plus(middle, times(hidden, part.contract, d)), part.gain2, part.bias2);
    const logits = times(end, part.readout, prime + 2).map((value) => tau * value);
    loss -= Math.log(softmax(logits)[label[i]]) / x.length;
  }
  return loss;
}

describe("the transformer", () => {
  const { train } = modularPairs({ prime: 5, operation: "divide", share: 0.5, seed });

  test("has the loss of its definition, and the gradient of that loss", () => {
    for (const [alpha, tau] of [
      [1, 1],
      [0.3, 1.5],
      [10, 0.5],
    ]) {
      const flat = transformerStart(shape, alpha, seed);
      // norms that are not at their start
      for (let k = 0; k < flat.length; k++) flat[k] += 0.1 * Math.sin(k);
      const network = new ModularTransformer(kernels, shape, flat, tau);
      const { loss } = network.pull(train);
      const wide = Float64Array.from(flat);
      expect(loss).toBeCloseTo(naiveLoss(wide, train, tau), 4);
      expect(network.evaluate(train).loss).toBeCloseTo(loss, 5);
      for (let draw = 0; draw < 8; draw++) {
        const direction = new Float64Array(flat.length);
        fillNormals({ seed: draw, stream: 0 }, 0, direction);
        const along = network.gradient.reduce((sum, g, k) => sum + g * direction[k], 0);
        const at = (h: number) =>
          naiveLoss(
            wide.map((value, k) => value + h * direction[k]),
            train,
            tau,
          );
        // small enough that hardly any ReLU turns
        const h = 1e-7;
        const slope = (at(h) - at(-h)) / (2 * h);
        const size = Math.hypot(...network.gradient) * Math.hypot(...direction);
        expect(Math.abs(along - slope)).toBeLessThan(1e-4 * size);
      }
      network.dispose();
    }
  });

  test("does not depend on how many pairs it takes at a time", () => {
    const flat = transformerStart(shape, 1, seed);
    const whole = new ModularTransformer(kernels, shape, flat, 1);
    const parts = new ModularTransformer(kernels, { ...shape, rows: 3 }, flat, 1);
    const [one, other] = [whole.evaluate(train), parts.evaluate(train)];
    expect(one.loss).toBeCloseTo(other.loss, 5);
    expect(one.accuracy).toBe(other.accuracy);
    whole.dispose();
    parts.dispose();
  });

  test("refuses heads that do not divide its width", () => {
    const flat = transformerStart(shape, 1, seed);
    expect(() => new ModularTransformer(kernels, { ...shape, heads: 3 }, flat, 1)).toThrow(
      "3 heads do not divide width 8",
    );
  });
});

test("AdamW's steps are those of its definition in float64", () => {
  const [beta1, beta2, decay, rate] = [0.9, 0.98, 0.3, 0.01];
  const optimiser = new AdamW(1, { beta2, decay });
  const parameters = Float32Array.of(2);
  let [w, m, v] = [2, 0, 0];
  for (let t = 1; t <= 20; t++) {
    const g = Math.sin(3 * t);
    optimiser.step(parameters, Float32Array.of(g), rate);
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const moved = m / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + 1e-8);
    w = w * (1 - rate * decay) - rate * moved;
    expect(parameters[0]).toBeCloseTo(w, 5);
  }
});

test("a run learns what it sees, the same twice, and ends at its target", () => {
  const run: GrokkingRun = {
    task: { prime: 7, operation: "add", share: 0.7, seed: 1 },
    shape: { width: 16, heads: 2 },
    scales: { alpha: 1, tau: 1 },
    ...{ batch: 20, rate: 1e-2, decay: 0.1, every: 10, mostSteps: 200, target: 0.2 },
  };
  const looks = [...grok(kernels, run)];
  expect([...grok(kernels, run)]).toEqual(looks);
  expect(looks[0].trainLoss).toBeGreaterThan(1);
  const last = looks[looks.length - 1];
  expect(last.unseenAccuracy >= 0.2 || last.step === 200).toBe(true);
  for (const { unseenAccuracy } of looks.slice(0, -1)) expect(unseenAccuracy).toBeLessThan(0.2);
  const long = [...grok(kernels, { ...run, target: 2, mostSteps: 150 })];
  expect(long.map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, k) => 10 * (k + 1)));
  expect(long[14].trainAccuracy).toBeGreaterThan(0.9);
  expect(() => [...grok(kernels, { ...run, batch: 0 })]).toThrow("batch is 0");
  expect(() => [...grok(kernels, { ...run, scales: { alpha: 0, tau: 1 } })]).toThrow("alpha is 0");
});
