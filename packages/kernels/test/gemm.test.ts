// Products against the naive float64 product.
import { afterAll, describe, expect, test } from "vitest";
import { type Kernels, loadKernels } from "../src/index.ts";
import { numbers, variants } from "./setup.ts";

const shapes = [
  [1, 1, 1],
  [7, 13, 5],
  [6, 4, 8],
  [12, 401, 16],
  [4, 1, 9],
  [64, 784, 100],
  [390, 30, 530],
  [2, 900, 3],
];
const opened: Kernels[] = [];
afterAll(() => Promise.all(opened.map((kernels) => kernels.dispose())));

/** C [rows, cols] in float64, and the same of absolute values, which bounds the rounding. */
function naive(orientation: string, [rows, inner, cols]: number[], a: Float32Array, b: Float32Array) {
  const value = new Float64Array(rows * cols);
  const size = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (let k = 0; k < inner; k++) {
        const product =
          a[orientation === "tn" ? k * rows + i : i * inner + k] *
          b[orientation === "nt" ? j * inner + k : k * cols + j];
        value[i * cols + j] += product;
        size[i * cols + j] += Math.abs(product);
      }
    }
  }
  return { value, size };
}

describe.each(variants)("%s products", (variant) => {
  test.each(["nn", "nt", "tn"] as const)(
    "%s is the float64 product up to rounding, with the same bits on 1, 2, 3 threads",
    async (orientation) => {
      const pools = await Promise.all([1, 2, 3].map((threads) => loadKernels({ threads, variant })));
      opened.push(...pools);
      for (const shape of shapes) {
        const [rows, inner, cols] = shape;
        const a = Float32Array.from(numbers(rows * inner, 1));
        const b = Float32Array.from(numbers(inner * cols, 2));
        const { value, size } = naive(orientation, shape, a, b);
        const results = pools.map((kernels) => {
          const gemm = kernels.gemm({ orientation, rows, inner, cols });
          gemm.a().set(a);
          gemm.b().set(b);
          gemm.run();
          const c = gemm.c().slice();
          gemm.dispose();
          return c;
        });
        const worst = results[0].reduce((most, c, i) => Math.max(most, Math.abs(c - value[i]) / size[i]), 0);
        expect(worst, String(shape)).toBeLessThan((inner + 2) * 2 ** -24);
        for (const other of results) expect(other).toEqual(results[0]);
      }
    },
  );
});
