// What every backend with matrices of its own has to fulfil.
import { initialWeights, outputSigns, type Problem } from "@widthwise/core";
import { afterAll, describe, expect, it } from "vitest";
import type { Backend, Opened, OpenOptions, ProductShape } from "../src/backend.ts";
import { problemOf as rowsOfLengthOne } from "./problem.ts";

/** What |float32 − float64| may be, of the largest number or of 1: products of up to 2^7 terms of size 1, 2^-24 each. */
const TOLERANCE = 2e-5;
type Shape = Pick<Problem, "n" | "d" | "width" | "shift" | "init">;
export const shapes: Shape[] = [
  { n: 1, d: 1, width: 1, shift: 0, init: "gaussian" },
  { n: 3, d: 5, width: 1, shift: 0.1, init: "gaussian" },
  { n: 4, d: 6, width: 7, shift: 0.5, init: "gaussian" },
  { n: 9, d: 17, width: 100, shift: 0.7, init: "antisymmetric" },
  { n: 1, d: 3, width: 128, shift: 0, init: "gaussian" },
  { n: 5, d: 8, width: 5000, shift: 1, init: "gaussian" },
];

export const products: ProductShape[] = (["nn", "nt", "tn"] as const).flatMap((orientation) => [
  { orientation, rows: 1, inner: 1, cols: 1 },
  { orientation, rows: 3, inner: 70, cols: 5 },
  { orientation, rows: 33, inner: 17, cols: 65 },
]);

/** Numbers in (−1, 1) without a pattern; a test needs no more. */
export function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) =>
    Math.fround(Math.sin(seed + 12.9898 * k * (1 + (k % 7)))),
  );
}

export const problemOf = (shape: Shape) => rowsOfLengthOne(shape, numbers(shape.n * shape.d, 3));

/** The network by its definition, in float64 and three nested loops. */
class Oracle {
  readonly problem: Problem;
  readonly weights: Float64Array;
  readonly signs: Float64Array;
  readonly fired: boolean[][] = [];

  constructor(problem: Problem) {
    this.problem = problem;
    this.weights = new Float64Array(problem.width * problem.d);
    initialWeights(problem, 0, problem.width, this.weights);
    this.signs = new Float64Array(problem.width);
    outputSigns(problem, 0, problem.width, this.signs);
  }

  forward(): Float64Array {
    const { n, d, width, shift, inputs } = this.problem;
    return Float64Array.from({ length: n }, (_, i) => {
      this.fired[i] = [];
      let f = 0;
      for (let r = 0; r < width; r++) {
        let z = -shift;
        for (let k = 0; k < d; k++) z += this.weights[r * d + k] * inputs[i * d + k];
        if (Math.abs(z) < 1e-6) throw new Error(`neuron ${r} is at the threshold: choose another seed`);
        this.fired[i][r] = z > 0;
        if (z > 0) f += (this.signs[r] * z) / Math.sqrt(width);
      }
      return f;
    });
  }

  overlaps(): Float64Array {
    const { n } = this.problem;
    const both = (i: number, j: number) =>
      this.fired[i].filter((fired, r) => fired && this.fired[j][r]).length;
    return Float64Array.from({ length: n * n }, (_, ij) => both(Math.floor(ij / n), ij % n));
  }

  update(u: Float64Array): void {
    const { n, d, width, inputs } = this.problem;
    for (let r = 0; r < width; r++)
      for (let i = 0; i < n; i++)
        if (this.fired[i][r])
          for (let k = 0; k < d; k++)
            this.weights[r * d + k] -= ((this.signs[r] * u[i]) / Math.sqrt(width)) * inputs[i * d + k];
  }
}

function expectClose(actual: ArrayLike<number>, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const worst = expected.reduce((most, value, k) => Math.max(most, Math.abs(actual[k] - value)), 0);
  // a NaN is not below anything
  expect(worst <= TOLERANCE * size, `differs by ${worst} of ${size}`).toBe(true);
}

/**
 * What every backend has to fulfil that keeps a dense network in float32. It is skipped, with the reason in its title, where the backend
 * is missing. `more`: what else holds for it.
 */
export async function backendContract(
  name: string,
  open: (options: OpenOptions) => Promise<Opened>,
  more: (backend: () => Backend) => void = () => {},
): Promise<void> {
  const opened = await open({});
  const missing = "missing" in opened;
  const title = missing ? `${name} (skipped: ${opened.missing}; ${opened.remedy})` : name;
  describe.skipIf(missing)(title, () => {
    let { backend } = opened as { backend: Backend };
    afterAll(() => backend?.dispose());

    it("says who it is", () => {
      expect(backend.info).toMatchObject({ name, precision: "float32" });
      expect(backend.info.version).toMatch(/^\d+\.\d+/);
      expect(backend.info.device).not.toBe("");
    });

    it.each(shapes)("steps like the definition: n $n, d $d, width $width, $init", async (shape) => {
      const problem = problemOf(shape);
      const { n, d, width } = problem;
      const oracle = new Oracle(problem);
      const network = await backend.network(problem);
      const first = await network.forward();
      for (let step = 0; step < 3; step++) {
        expectClose(await network.forward(), oracle.forward());
        expect(await network.overlaps()).toEqual(oracle.overlaps());
        const u = numbers(n, 5 + step);
        await network.update(u);
        await network.settled();
        oracle.update(u);
        expectClose(await network.weights(0, width), oracle.weights);
      }
      const some = Math.ceil(width / 2);
      const last = await network.weights(width - some, some);
      expectClose(last, oracle.weights.subarray((width - some) * d));

      await network.restore();
      const initial = new Float64Array(width * d);
      initialWeights(problem, 0, width, initial);
      expect(await network.weights(0, width)).toEqual(initial);
      expect(await network.forward()).toEqual(first);
      network.dispose();
    });

    it("is identically zero when antisymmetric", async () => {
      const network = await backend.network(problemOf({ ...shapes[3], width: 1000 }));
      expectClose(await network.forward(), new Float64Array(9));
      network.dispose();
    });

    it.each(products)("multiplies $orientation [$rows, $inner, $cols]", async (shape) => {
      const { orientation, rows, inner, cols } = shape;
      const a = Float32Array.from(numbers(rows * inner, 1));
      const b = Float32Array.from(numbers(inner * cols, 2));
      const expected = new Float64Array(rows * cols);
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < cols; c++)
          for (let k = 0; k < inner; k++)
            expected[r * cols + c] +=
              (orientation === "tn" ? a[k * rows + r] : a[r * inner + k]) *
              (orientation === "nt" ? b[c * inner + k] : b[k * cols + c]);
      const product = await backend.product(shape, a, b);
      a.fill(0);
      await product.run();
      await product.run();
      expectClose(await product.result(), expected);
      expect(product.counters.macs).toBe(2 * rows * inner * cols);
      product.dispose();
    });

    it("opens again after it was disposed of", async () => {
      await backend.dispose();
      const again = await open({});
      if ("missing" in again) throw new Error(again.missing);
      backend = again.backend;
      const problem = problemOf(shapes[3]);
      const network = await backend.network(problem);
      expectClose(await network.forward(), new Oracle(problem).forward());
      network.dispose();
    });

    more(() => backend);
  });
}
