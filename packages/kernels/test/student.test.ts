// The student against a naive float64 one.
import { describe, expect, test } from "vitest";
import { loadKernels } from "../src/index.ts";
import { numbers, variants } from "./setup.ts";

/** The same step, float64, as the definition has it. */
function naiveStep(
  x: Float64Array,
  y: Float64Array,
  a: Float64Array,
  w: Float64Array,
  rates: { a: number; w: number },
): number {
  const n = y.length;
  const h = a.length;
  const d = w.length / h;
  const da = new Float64Array(h);
  const dw = new Float64Array(h * d);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const row = x.subarray(i * d, i * d + d);
    const z = Array.from({ length: h }, (_, k) => row.reduce((sum, v, j) => sum + v * w[k * d + j], 0));
    const r = z.reduce((sum, v, k) => sum + a[k] * Math.max(v, 0), 0) - y[i];
    loss += r * r;
    for (let k = 0; k < h; k++) {
      da[k] += r * Math.max(z[k], 0);
      if (z[k] >= 0) for (let j = 0; j < d; j++) dw[k * d + j] += r * a[k] * row[j];
    }
  }
  for (let k = 0; k < h; k++) a[k] -= ((2 * rates.a) / n) * da[k];
  for (let k = 0; k < h * d; k++) w[k] -= ((2 * rates.w) / n) * dw[k];
  return loss / n;
}

describe.each(variants)("a student (%s)", (variant) => {
  test.each([
    [1, 1, 1],
    [7, 3, 5],
    [8, 8, 6],
    [130, 17, 11],
    [213, 100, 50],
    [20, 900, 3],
  ])("of n = %i, d = %i, width %i walks as the naive float64 one", async (n, d, width) => {
    const kernels = await loadKernels({ variant });
    const inputs = numbers(n * d, 1).map((v) => v / Math.sqrt(d));
    const labels = numbers(n, 2);
    const a = numbers(width, 3).map((v) => v / 2);
    const w = numbers(width * d, 4).map((v) => v / 2);
    const student = kernels.student({ inputs, labels, n, d, width });
    student.set(a, w);
    const rates = { a: 0.02, w: 0.05 };
    const [gotA, gotW] = [new Float64Array(width), new Float64Array(width * d)];
    student.get(gotA, gotW);
    expect([gotA, gotW]).toEqual([a, w]);
    for (const steps of [1, 10]) {
      let expected = 0;
      for (let s = 0; s < steps; s++) expected = naiveStep(inputs, labels, a, w, rates);
      const loss = student.descend(steps, rates);
      student.get(gotA, gotW);
      expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * (expected + 1e-3));
      for (const [k, value] of a.entries()) expect(Math.abs(gotA[k] - value)).toBeLessThan(2e-6);
      for (const [k, value] of w.entries()) expect(Math.abs(gotW[k] - value)).toBeLessThan(2e-6);
    }
    student.dispose();
    await kernels.dispose();
  });

  test("which diverges says so by NaN", async () => {
    const kernels = await loadKernels({ variant });
    const inputs = numbers(40, 1);
    const student = kernels.student({ inputs, labels: numbers(10, 2), n: 10, d: 4, width: 3 });
    student.set(numbers(3, 3), numbers(12, 4));
    expect(Number.isFinite(student.descend(200, { a: 50, w: 50 }))).toBe(false);
    await kernels.dispose();
  });

  test("of shapes that do not fit is refused", async () => {
    const kernels = await loadKernels({ variant });
    const shape = { inputs: new Float64Array(6), labels: new Float64Array(2), n: 2, d: 3, width: 2 };
    expect(() => kernels.student({ ...shape, width: 0 })).toThrow("from 1 to 16777215, got 2, 3, 0");
    expect(() => kernels.student({ ...shape, d: 4 })).toThrow(
      "inputs must be [n, d], which is 8 numbers; got 6",
    );
    const student = kernels.student(shape);
    expect(() => student.set(new Float64Array(1), new Float64Array(6))).toThrow(
      "a must be [width], which is 2 numbers; got 1",
    );
    expect(() => student.get(new Float64Array(2), new Float64Array(5))).toThrow(
      "w must be [width, d], which is 6 numbers; got 5",
    );
    expect(() => student.descend(0.5, { a: 1, w: 1 })).toThrow("steps must be a whole number");
    await kernels.dispose();
  });
});
