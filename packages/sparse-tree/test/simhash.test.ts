// SimHash: how often it finds a neuron, what it never names, and the same bits for the same key.
import { fillNormals, gramOfRows, norm } from "@widthwise/core";
import { SimHash } from "@widthwise/sparse-tree";
import { expect, test } from "vitest";

/** Unit inputs [n, d] and z = X Wᵀ [n, m] for normal weights. */
function network(n: number, d: number, m: number, seed: number) {
  const inputs = new Float64Array(n * d);
  fillNormals({ seed, stream: 3 }, 0, inputs);
  for (let i = 0; i < n; i++) {
    const row = inputs.subarray(i * d, (i + 1) * d);
    const length = norm(row);
    for (let k = 0; k < d; k++) row[k] /= length;
  }
  const weights = new Float64Array(m * d);
  fillNormals({ seed, stream: 1 }, 0, weights);
  const z = new Float64Array(n * m);
  for (let i = 0; i < n; i++)
    for (let r = 0; r < m; r++)
      for (let k = 0; k < d; k++) z[i * m + r] += inputs[i * d + k] * weights[r * d + k];
  return { z, kernel: gramOfRows(inputs, n, d) };
}

const n = 8;
const m = 4096;
const threshold = 2;
const { z, kernel } = network(n, 16, m, 9);

/** Expected recall by Charikar's collision probability: a neuron at angle θ is found with 1 − (1 − (1 − θ/π)^bits)^tables. */
function expectedRecall(tables: number, bits: number): { found: number; fired: number; variance: number } {
  // ‖w_r‖² within the span of the inputs: z_rᵀ K⁻¹ z_r, by plain elimination
  const inverse = invert(kernel, n);
  let found = 0;
  let fired = 0;
  for (let r = 0; r < m; r++) {
    let square = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) square += z[i * m + r] * inverse[i * n + j] * z[j * m + r];
    for (let i = 0; i < n; i++) {
      if (!(z[i * m + r] > threshold)) continue;
      const angle = Math.acos(Math.min(1, z[i * m + r] / Math.sqrt(square)));
      fired++;
      found += 1 - (1 - (1 - angle / Math.PI) ** bits) ** tables;
    }
  }
  return { found, fired, variance: found };
}

function invert(a: Float64Array, size: number): Float64Array {
  const left = a.slice();
  const right = Float64Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
  for (let p = 0; p < size; p++) {
    const pivot = left[p * size + p];
    for (let k = 0; k < size; k++) {
      left[p * size + k] /= pivot;
      right[p * size + k] /= pivot;
    }
    for (let i = 0; i < size; i++) {
      if (i === p) continue;
      const factor = left[i * size + p];
      for (let k = 0; k < size; k++) {
        left[i * size + k] -= factor * left[p * size + k];
        right[i * size + k] -= factor * right[p * size + k];
      }
    }
  }
  return right;
}

// 20 keys; hyperplanes are shared between neurons, so recall varies by several per cent a key: the mean of 20 within 0.05
test.each([
  { tables: 8, bits: 4 },
  { tables: 16, bits: 6 },
])("recall is what the angles predict, within 0.05 on average over 20 keys: %o", ({ tables, bits }) => {
  const expected = expectedRecall(tables, bits);
  let mean = 0;
  for (let seed = 0; seed < 20; seed++) {
    const index = new SimHash(z, n, m, { tables, bits, key: { seed, stream: 1 }, kernel });
    const { found, fired, candidates } = index.recall(threshold);
    expect(fired).toBe(expected.fired);
    expect(candidates).toBeGreaterThanOrEqual(found);
    mean += found / fired / 20;
  }
  expect(Math.abs(mean - expected.found / expected.fired)).toBeLessThan(0.05);
});

test("more tables find more, more bits look at less", () => {
  const at = (tables: number, bits: number) =>
    new SimHash(z, n, m, { tables, bits, key: { seed: 1, stream: 1 }, kernel }).recall(threshold);
  expect(at(16, 4).found).toBeGreaterThan(at(4, 4).found);
  expect(at(8, 8).candidates).toBeLessThan(at(8, 4).candidates);
  expect(at(32, 4).found / at(32, 4).fired).toBeGreaterThan(0.95);
});

test("after updates the tables are those of a fresh build; the same key gives the same bits", () => {
  const options = { tables: 4, bits: 6, key: { seed: 3, stream: 1 }, kernel };
  const index = new SimHash(z, n, m, options);
  const neurons = Int32Array.from({ length: m / 2 }, (_, k) => 2 * k + 1);
  const delta = new Float64Array(neurons.length * n);
  fillNormals({ seed: 8, stream: 8 }, 0, delta);
  index.add(neurons, neurons.length, delta);
  const moved = z.slice();
  neurons.forEach((r, k) => {
    for (let i = 0; i < n; i++) moved[i * m + r] += delta[k * n + i];
  });
  const fresh = new SimHash(moved, n, m, options);
  const out = new Int32Array(m);
  const fired = (x: SimHash, i: number) => Array.from(out.subarray(0, x.fired(i, 1, out))).sort();
  for (let i = 0; i < n; i++) expect(fired(index, i)).toEqual(fired(fresh, i));
  expect(new Uint8Array(new SimHash(moved, n, m, options).buffer)).toEqual(new Uint8Array(fresh.buffer));
});

test("a singular kernel (duplicated inputs) costs quality, not an error; an indefinite one is refused", () => {
  const twice = Float64Array.from({ length: 4 }, () => 1);
  const index = new SimHash(Float64Array.of(1, 2, 1, 2), 2, 2, {
    tables: 2,
    bits: 3,
    key: { seed: 1, stream: 1 },
    kernel: twice,
  });
  expect(index.recall(0).fired).toBe(4);
  const indefinite = Float64Array.of(1, 2, 2, 1);
  expect(
    () =>
      new SimHash(Float64Array.of(1, 2, 1, 2), 2, 2, {
        tables: 1,
        bits: 1,
        key: { seed: 1, stream: 1 },
        kernel: indefinite,
      }),
  ).toThrow("not positive semidefinite");
});
