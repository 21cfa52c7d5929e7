// A network over a whole data set by its fired pairs, against the dense network and naive float64 sums.
import { initialWeights, outputSigns } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { loadKernels, type PairNetwork } from "../src/index.ts";
import { numbers } from "./setup.ts";

const engines = await Promise.all([1, 2, 3].map((threads) => loadKernels({ threads })));

function shapeOf(n: number, d: number, width: number, shift: number) {
  const inputs = new Float32Array(n * d);
  const raw = numbers(n * d, 5);
  for (let i = 0; i < n; i++) {
    const row = raw.subarray(i * d, (i + 1) * d);
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) inputs[i * d + k] = row[k] / length;
  }
  return { n, d, width, shift, seed: 3, init: "gaussian" as const, inputs, mostPairs: n * width };
}
type Shape = ReturnType<typeof shapeOf>;

/** In float64, by the definition: fired [n, m], f [n], and products with J. */
class Naive {
  readonly shape: Shape;
  readonly weights: Float64Array;
  readonly signs: Float64Array;
  fired: Uint8Array;

  constructor(shape: Shape) {
    this.shape = shape;
    this.weights = new Float64Array(shape.width * shape.d);
    initialWeights(shape, 0, shape.width, this.weights);
    this.weights = Float64Array.from(this.weights, Math.fround);
    this.signs = new Float64Array(shape.width);
    outputSigns(shape, 0, shape.width, this.signs);
    this.fired = new Uint8Array(shape.n * shape.width);
  }

  forward(inputs = this.shape.inputs, keep = true): Float64Array {
    const { d, width, shift } = this.shape;
    const count = inputs.length / d;
    const f = new Float64Array(count);
    for (let i = 0; i < count; i++)
      for (let r = 0; r < width; r++) {
        let z = -shift;
        for (let k = 0; k < d; k++) z += this.weights[r * d + k] * inputs[i * d + k];
        if (keep) this.fired[i * width + r] = Number(z > 0);
        if (z > 0) f[i] += (this.signs[r] * z) / Math.sqrt(width);
      }
    return f;
  }

  /** Jᵀv [m, d] */
  pull(v: Float64Array): Float64Array {
    const { n, d, width, inputs } = this.shape;
    const p = new Float64Array(width * d);
    for (let i = 0; i < n; i++)
      for (let r = 0; r < width; r++)
        if (this.fired[i * width + r])
          for (let k = 0; k < d; k++)
            p[r * d + k] += ((this.signs[r] * v[i]) / Math.sqrt(width)) * inputs[i * d + k];
    return p;
  }

  gram(v: Float64Array): Float64Array {
    const { n, d, width, inputs } = this.shape;
    const p = this.pull(v);
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let r = 0; r < width; r++)
        if (this.fired[i * width + r])
          for (let k = 0; k < d; k++)
            sum += (this.signs[r] / Math.sqrt(width)) * p[r * d + k] * inputs[i * d + k];
      return sum;
    });
  }
}

const close = (actual: Float64Array, expected: Float64Array) => {
  expect(actual.length).toBe(expected.length);
  for (const [k, value] of expected.entries()) expect(Math.abs(actual[k] - value)).toBeLessThan(2e-5);
};

const shapes = [
  shapeOf(1, 1, 1, -9),
  shapeOf(7, 6, 40, 0.3),
  // more than a chunk of inputs, more than a block of neurons, dimensions that are padded
  shapeOf(517, 5, 300, 0.6),
  shapeOf(513, 8, 257, 1),
];

describe.each(shapes)("a network over n = $n inputs, d = $d, width $width", (shape) => {
  const opened = (work: (network: PairNetwork, naive: Naive) => void) => {
    for (const kernels of engines) {
      const network = kernels.pairs(shape);
      work(network, new Naive(shape));
      network.dispose();
    }
  };

  test("steps like its definition", () => {
    opened((network, naive) => {
      const [f, out] = [new Float64Array(shape.n), new Float64Array(shape.n)];
      for (let step = 0; step < 3; step++) {
        network.forward(f);
        close(f, naive.forward());
        expect(network.pairs).toBe(naive.fired.reduce((sum, fired) => sum + fired, 0));
        const v = numbers(shape.n, 7 + step).map((value) => value / shape.n);
        network.applyGram(v, out);
        close(out, naive.gram(v));
        network.aim(v);
        network.move(2);
        network.move(-1);
        const p = naive.pull(v);
        for (let k = 0; k < p.length; k++) naive.weights[k] -= p[k];
        close(Float64Array.from(network.weights()), naive.weights);
      }
    });
  });

  test("answers at other inputs, and keeps its pairs", () => {
    opened((network, naive) => {
      const f = new Float64Array(shape.n);
      network.forward(f);
      naive.forward();
      const others = Float32Array.from(numbers(3 * shape.d, 11));
      const answers = new Float64Array(3);
      network.predict(others, answers);
      close(answers, naive.forward(others, false));
      const v = numbers(shape.n, 8).map((value) => value / shape.n);
      const out = new Float64Array(shape.n);
      network.applyGram(v, out);
      close(out, naive.gram(v));
    });
  });

  test("overlaps with landmarks are those of the sets", () => {
    opened((network, naive) => {
      network.forward(new Float64Array(shape.n));
      naive.forward();
      const marks = [...new Set([0, Math.floor(shape.n / 2), shape.n - 1])];
      const out = new Float32Array(shape.n * marks.length);
      network.overlapsWith(marks, out);
      const { n, width } = shape;
      for (let i = 0; i < n; i++)
        for (const [place, j] of marks.entries()) {
          let both = 0;
          for (let r = 0; r < width; r++) both += naive.fired[i * width + r] & naive.fired[j * width + r];
          expect(out[i * marks.length + place]).toBe(Math.fround(both / width));
        }
    });
  });

  test("gives the same bits on any number of threads", () => {
    const found: Float64Array[] = [];
    opened((network) => {
      const [f, out] = [new Float64Array(shape.n), new Float64Array(shape.n)];
      network.forward(f);
      network.applyGram(numbers(shape.n, 9), out);
      network.aim(out);
      network.move(0.1);
      network.forward(f);
      found.push(f);
    });
    for (const other of found) expect(other).toEqual(found[0]);
  });
});

test("more pairs than there is room for are refused by name", () => {
  const network = engines[0].pairs({ ...shapes[1], mostPairs: 3 });
  expect(() => network.forward(new Float64Array(7))).toThrow(/more than 3 pairs/);
  network.dispose();
});
