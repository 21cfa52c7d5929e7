// The random hierarchy model, the ReLU classifier's gradient, and a run that learns.
import { fillNormals } from "@widthwise/core";
import { loadKernels } from "@widthwise/kernels";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { learnHierarchy, oneHot, randomHierarchy } from "../src/index.ts";
import { ReluClassifier } from "../src/relu-classifier.ts";

let kernels: Awaited<ReturnType<typeof loadKernels>>;
beforeAll(async () => {
  kernels = await loadKernels();
});
afterAll(() => kernels.dispose());

const small = { symbols: 4, classes: 3, synonyms: 3, levels: 2, seed: 1 };

describe("the random hierarchy model", () => {
  test("numbers every input once: no two are equal, and classes share none", () => {
    const data = randomHierarchy(small);
    expect(data.count).toBe(3 * 3 ** 3);
    const out = new Uint8Array(4);
    const seen = new Set<string>();
    for (let input = 0; input < data.count; input++) {
      data.symbols(input, out);
      seen.add(out.join());
    }
    expect(seen.size).toBe(data.count);
  });

  test("pairs of symbols name one feature each, m pairs a feature", () => {
    const data = randomHierarchy({ ...small, classes: 4, symbols: 4, synonyms: 4 });
    const out = new Uint8Array(4);
    // with m = v every pair is a synonym, and a feature of a class is known by what can stand beside it
    const pairs = new Set<number>();
    for (let input = 0; input < data.count; input++) {
      data.symbols(input, out);
      pairs.add(4 * out[0] + out[1]);
      pairs.add(4 * out[2] + out[3]);
    }
    expect(pairs.size).toBe(16);
  });

  test("another synonym below changes its own pair of symbols and nothing else", () => {
    const data = randomHierarchy(small);
    const [one, other] = [new Uint8Array(4), new Uint8Array(4)];
    // digits to base 3 from the right: the class's synonym, that of its right feature, that of its left one
    for (const [digit, [changed, kept]] of [
      [
        3,
        [
          [2, 3],
          [0, 1],
        ],
      ],
      [
        9,
        [
          [0, 1],
          [2, 3],
        ],
      ],
    ] as const)
      for (let input = 0; input < data.count; input++) {
        if (Math.floor(input / digit) % 3 === 2) continue;
        data.symbols(input, one);
        data.symbols(input + digit, other);
        expect(data.classOf(input + digit)).toBe(data.classOf(input));
        for (const k of kept) expect(other[k]).toBe(one[k]);
        expect(changed.some((k) => other[k] !== one[k])).toBe(true);
      }
  });

  test("refuses more synonyms than there are pairs for", () => {
    expect(() => randomHierarchy({ ...small, synonyms: 5 })).toThrow(
      "synonyms is 5, accepted are up to 4 with 4 symbols and 3 classes",
    );
    expect(() => randomHierarchy({ ...small, levels: 0 })).toThrow("levels is 0");
  });
});

describe("the classifier", () => {
  const data = randomHierarchy(small);
  const write = oneHot(data, small.symbols);
  const shape = { inputs: data.d, width: 6, hidden: 3, classes: 3, rows: 10 };
  const examples = Int32Array.of(0, 5, 30, 60, 77);
  const labels = examples.map((i) => data.classOf(i));

  /** The mean cross-entropy in float64 from the definition. */
  function naiveLoss(weights: readonly Float64Array[]): number {
    let loss = 0;
    examples.forEach((example, b) => {
      const row = new Float32Array(data.d);
      write(example, row);
      let x = [...row];
      weights.forEach((w, l) => {
        const cols = w.length / x.length;
        const last = l === weights.length - 1;
        const scale = last ? x.length : Math.sqrt(x.length);
        const z = Array.from(
          { length: cols },
          (_, c) => x.reduce((sum, value, i) => sum + value * w[i * cols + c], 0) / scale,
        );
        x = last ? z : z.map((value) => Math.max(value, 0));
      });
      loss += (Math.log(x.reduce((sum, z) => sum + Math.exp(z), 0)) - x[labels[b]]) / examples.length;
    });
    return loss;
  }

  test("has the loss of its definition, and the gradient of that loss", () => {
    for (const alpha of [0.1, 1, 30]) {
      const network = new ReluClassifier(kernels, shape, alpha, 7);
      const wide = network.weights.map((w) => Float64Array.from(w));
      const gradients: Float64Array[] = [];
      const loss = network.pull(examples, labels, write, (l, gradient) => {
        gradients[l] = Float64Array.from(gradient);
      });
      expect(loss).toBeCloseTo(naiveLoss(wide), 5);
      wide.forEach((w, l) => {
        const direction = new Float64Array(w.length);
        fillNormals({ seed: l, stream: 0 }, 0, direction);
        const at = (h: number) =>
          naiveLoss(wide.map((own, k) => (k === l ? own.map((v, i) => v + h * direction[i]) : own)));
        const h = 1e-6 / alpha;
        const slope = (at(h) - at(-h)) / (2 * h);
        const along = gradients[l].reduce((sum, g, i) => sum + g * direction[i], 0);
        const size = Math.hypot(...gradients[l]) * Math.hypot(...direction);
        expect(Math.abs(along - slope)).toBeLessThan(1e-4 * size);
      });
      network.dispose();
    }
  });

  test("steps by momentum, and starts with its first layer over α and readout times α", () => {
    const network = new ReluClassifier(kernels, shape, 1, 7);
    const scaled = new ReluClassifier(kernels, shape, 4, 7);
    network.weights.forEach((w, l) => {
      const factor = [1 / 4, 1, 1, 4][l];
      expect(Array.from(scaled.weights[l])).toEqual(Array.from(w, (value) => Math.fround(factor * value)));
    });
    const start = Float64Array.from(network.weights[1]);
    const gradients: Float64Array[] = [];
    const gradient = () =>
      network.pull(examples, labels, write, (l, g) => {
        if (l === 1) gradients.push(Float64Array.from(g));
      });
    gradient();
    network.step(examples, labels, write, 0.1, 0.9);
    gradient();
    network.step(examples, labels, write, 0.05, 0.9);
    const [first, second] = gradients;
    network.weights[1].forEach((w, k) => {
      const moved = -0.1 * first[k] - 0.05 * (0.9 * first[k] + second[k]);
      expect(w).toBeCloseTo(start[k] + moved, 5);
    });
    network.dispose();
    scaled.dispose();
  });
});

describe("learning a hierarchy", () => {
  const run = {
    hierarchy: { symbols: 4, classes: 4, synonyms: 2, levels: 2, seed: 1 },
    ...{
      samples: 24,
      unseen: 8,
      alpha: 1,
      width: 32,
      hidden: 2,
      batch: 8,
      epochs: 300,
      rate: 3.2,
      momentum: 0.9,
      untilFitted: false,
    },
  };

  test("fits its samples, the same twice, and says when", () => {
    const outcome = learnHierarchy(kernels, run);
    expect(learnHierarchy(kernels, run)).toEqual(outcome);
    expect(outcome.trainLoss).toBeLessThan(0.01);
    expect(outcome.fittedAt).toBeGreaterThan(1);
    expect(outcome.fittedAt).toBeLessThanOrEqual(300);
    const short = learnHierarchy(kernels, { ...run, untilFitted: true });
    expect(short.fittedAt).toBe(outcome.fittedAt);
    expect([short.testError, short.fittedError]).toEqual([outcome.fittedError, outcome.fittedError]);
    const never = learnHierarchy(kernels, { ...run, epochs: 1 });
    expect([never.fittedAt, never.fittedError]).toEqual([null, null]);
  });

  test("refuses more inputs than there are", () => {
    expect(() => learnHierarchy(kernels, { ...run, samples: 30 })).toThrow(
      "30 samples and 8 unseen inputs, accepted are 32 together",
    );
    expect(() => learnHierarchy(kernels, { ...run, rate: -1 })).toThrow("the learning rate is -1");
  });
});
