// The fast transform against the Hadamard matrix written out.
import fc from "fast-check";
import { expect, test } from "vitest";
import { walshHadamard } from "../src/walsh-hadamard.ts";
import { normals } from "./made-matrices.ts";

/** H_ij = (−1)^(number of ones in i AND j) */
function naive(x: Float64Array, order: number, width: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < order; j++) {
      let ones = 0;
      for (let both = i & j; both > 0; both &= both - 1) ones++;
      for (let k = 0; k < width; k++) out[i * width + k] += (ones % 2 === 0 ? 1 : -1) * x[j * width + k];
    }
  return out;
}

test("equals the product with the Hadamard matrix, exactly on whole numbers, for any width", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      (level, width, seed) => {
        const order = 2 ** level;
        const x = normals(order, width, { seed, stream: 1 }).map((v) => Math.round(8 * v));
        const expected = naive(x, order, width);
        walshHadamard(x, order, width);
        expect(x.every((value, k) => value === expected[k])).toBe(true);
      },
    ),
    { numRuns: 200, seed: 3 },
  );
});

// 2^13 numbers is the block that is transformed whole; odd and even levels on both sides of it
test.each([2 ** 12, 2 ** 13, 2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17])(
  "is an involution up to its order: %i",
  (order) => {
    const x = normals(order, 1, { seed: 5, stream: 1 }).map((v) => Math.round(8 * v));
    const once = x.slice();
    walshHadamard(once, order);
    const [i, j] = [order - 3, Math.floor(order / 3)];
    for (const row of [0, 1, i, j]) {
      let sum = 0;
      for (let k = 0; k < order; k++) {
        let parity = 0;
        for (let both = row & k; both > 0; both &= both - 1) parity ^= 1;
        sum += parity === 0 ? x[k] : -x[k];
      }
      expect(once[row]).toBe(sum);
    }
    walshHadamard(once, order);
    expect(once.every((value, k) => value === order * x[k])).toBe(true);
  },
);

test("a wide operand is so many transforms: blocks and columns do not mix", () => {
  const [order, width] = [64, 300];
  const x = normals(order, width, { seed: 6, stream: 1 }).map((v) => Math.round(8 * v));
  const expected = naive(x, order, width);
  walshHadamard(x, order, width);
  expect(x).toEqual(expected.map((v) => v + 0));
});

test("refuses an order that is no power of two, or too few numbers", () => {
  expect(() => walshHadamard(new Float64Array(6), 6)).toThrow("order is 6");
  expect(() => walshHadamard(new Float64Array(6), 8)).toThrow("x holds 6");
});
