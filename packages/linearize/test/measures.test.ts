// Measures against their definitions: effective rank, reference sets, feature learning, laziness.
import { dot, kernelDistance, symmetricEigen, symmetricEigenvalues } from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyRank } from "../src/effective-rank.ts";
import {
  balancedReferences,
  centredAlignment,
  directionalLaziness,
  effectiveRanks,
  fullRows,
  initialParameters,
  jacobianChange,
  kMeansReferences,
  labelAlignment,
  leverageReferences,
  mlp,
  Network,
  type ParametrisationName,
  parameterChange,
  plus,
  randomReferences,
  rankGrowth,
  shuffled,
  spectralLaziness,
} from "../src/index.ts";
import { leverageScores } from "../src/reference-set.ts";
import { cases } from "./cases.ts";
import { openTf } from "./engines.ts";
import { differenceJacobian } from "./float64.ts";
import { direction, made, numbers } from "./made.ts";

const tf = (await openTf("cpu"))!;

/** A Aᵀ [n, n] for A [n, cols] without a pattern. */
function kernelOf(n: number, cols: number, seed: number): Float64Array {
  const a = numbers(n * cols, seed);
  return Float64Array.from({ length: n * n }, (_, ij) =>
    dot(
      a.subarray(Math.floor(ij / n) * cols, (Math.floor(ij / n) + 1) * cols),
      a.subarray((ij % n) * cols, ((ij % n) + 1) * cols),
    ),
  );
}

describe("effective rank", () => {
  const spectra = fc
    .array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((values) => Float64Array.from(values).sort().reverse());

  it("orders: 1 ≤ stable ≤ participation ≤ numerical ≤ count; k_ρ grows with ρ", () => {
    fc.assert(
      fc.property(spectra, (values) => {
        const { stable, participation, numerical, energy } = effectiveRanks(values);
        const slack = 1 + 1e-12;
        expect(stable * slack).toBeGreaterThanOrEqual(1);
        expect(participation * slack).toBeGreaterThanOrEqual(stable);
        expect(numerical * slack).toBeGreaterThanOrEqual(participation);
        expect(numerical).toBe(values.length);
        expect(energy["0.9"]).toBeLessThanOrEqual(energy["0.99"]);
        expect(energy["0.99"]).toBeLessThanOrEqual(energy["0.999"]);
      }),
    );
  });

  it("counts equal eigenvalues, and the energy by hand", () => {
    const flatSpectrum = effectiveRanks(new Float64Array(8).fill(3));
    expect(flatSpectrum).toMatchObject({ stable: 8, participation: 8, numerical: 8 });
    expect(energyRank(Float64Array.of(6, 3, 1), 0.9)).toBe(2);
    expect(energyRank(Float64Array.of(6, 3, 1), 0.91)).toBe(3);
  });

  it("saturates where the rank does", () => {
    const low = rankGrowth(kernelOf(40, 3, 1), [10, 20, 40], 0.999);
    expect(low.ranks.every((rank) => rank <= 3)).toBe(true);
    expect(low.exponent).toBe(0);
    const identity = Float64Array.from({ length: 1600 }, (_, ij) => (ij % 41 === 0 ? 1 : 0));
    expect(rankGrowth(identity, [10, 20, 40], 0.99).exponent).toBeCloseTo(1, 12);
    expect(() => rankGrowth(identity, [10, 50])).toThrow("sizes are 10, 50");
  });
});

describe("reference sets", () => {
  it("are distinct, reproducible, and of every size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 1000 }), (r, seed) => {
        const inputs = numbers(60, 2);
        const kernel = kernelOf(30, 5, 3);
        const labels = Array.from({ length: 30 }, (_, i) => i % 4);
        const sets = () => [
          randomReferences(30, r, seed),
          balancedReferences(labels, r, seed),
          kMeansReferences(inputs, 30, r, seed),
          leverageReferences(kernel, 30, r, 0.1, seed),
        ];
        for (const set of sets()) {
          expect(new Set(set).size).toBe(r);
          expect(set.every((i) => i >= 0 && i < 30)).toBe(true);
        }
        expect(sets()).toEqual(sets());
        const counts = [0, 1, 2, 3].map((label) => sets()[1].filter((i) => labels[i] === label).length);
        // classes of 8, 8, 7, 7
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
    expect(() => randomReferences(5, 6, 1)).toThrow(
      "a reference set of 6, accepted are whole numbers from 1 to 5",
    );
  });

  it("by k-means has one of each far cluster, duplicates or not", () => {
    const noise = numbers(40, 5);
    const inputs = noise.map((z, k) => 0.01 * z + 10 * (Math.floor(k / 2) % 4));
    const set = kMeansReferences(inputs, 20, 4, 7);
    expect(new Set(Array.from(set, (i) => i % 4)).size).toBe(4);
    expect(new Set(kMeansReferences(new Float64Array(10), 5, 3, 1)).size).toBe(3);
  });

  it("leverage scores sum to the degrees of freedom Σ λ/(λ + damping), and duplicates share", () => {
    const kernel = kernelOf(12, 4, 9);
    const scores = leverageScores(kernel, 6, 0.5);
    const freedom = symmetricEigenvalues(kernel, 12).reduce((sum, value) => sum + value / (value + 0.5), 0);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(freedom, 10);
    const twins = Float64Array.from({ length: 9 }, (_, ij) => [1, 1, 0, 1, 1, 0, 0, 0, 1][ij]);
    const [a, b, alone] = leverageScores(twins, 3, 0.001);
    expect(a).toBeCloseTo(b, 12);
    expect(a).toBeCloseTo(0.5, 2);
    expect(alone).toBeCloseTo(1, 2);
  });

  it("an epoch's order is a permutation, and no two are alike", () => {
    const [first, second] = [shuffled(100, 0, 1), shuffled(100, 1, 1)];
    expect(first.toSorted()).toEqual(Int32Array.from({ length: 100 }, (_, i) => i));
    expect(first).not.toEqual(second);
  });
});

describe("measures of feature learning", () => {
  const [k, other] = [kernelOf(7, 4, 1), kernelOf(7, 4, 2)];

  it("CKA sees neither scale nor a constant feature, the plain distance sees the latter", () => {
    expect(
      centredAlignment(
        k,
        k.map((value) => 3 * value),
      ),
    ).toBeCloseTo(1, 12);
    const shifted = k.map((value) => value + 5);
    expect(centredAlignment(shifted, other)).toBeCloseTo(centredAlignment(k, other), 12);
    expect(Math.abs(kernelDistance(shifted, other) - kernelDistance(k, other))).toBeGreaterThan(0.01);
  });

  it("alignment is 1 for y yᵀ and 1/√N for the identity", () => {
    const y = numbers(7, 3);
    expect(
      labelAlignment(
        Float64Array.from({ length: 49 }, (_, ij) => y[Math.floor(ij / 7)] * y[ij % 7]),
        y,
      ),
    ).toBeCloseTo(1, 12);
    const identity = Float64Array.from({ length: 49 }, (_, ij) => (ij % 8 === 0 ? 1 : 0));
    expect(labelAlignment(identity, y)).toBeCloseTo(1 / Math.sqrt(7), 12);
  });

  it("the change of parameters is relative", async () => {
    const start = [tf.tensor1d([3, 0]), tf.scalar(4)];
    const now = [tf.tensor1d([3, 1]), tf.scalar(4)];
    expect(await parameterChange(tf, now, start)).toBeCloseTo(0.2, 6);
  });
});

describe("laziness", () => {
  const smooth = cases.find(({ name }) => name.includes("tanh"))!;

  it("equals ‖∇²f‖/‖∇f‖² and ‖∇²f g‖/‖g‖³ of float64 differences", async () => {
    const { network, exact, examples, inputs, parameters } = made(tf, smooth);
    const place = { parameters, input: tf.slice(inputs, 0, 1), output: 1 };
    const gradientAt = (moved: typeof exact) => differenceJacobian(smooth.oracle, moved, [examples[0]])[1];
    const h = 1e-3;
    const hessian = exact.flatMap(({ data }) =>
      Array.from(data, (start, k) => {
        data[k] = start + h;
        const above = gradientAt(exact);
        data[k] = start - h;
        const below = gradientAt(exact);
        data[k] = start;
        return above.map((a, j) => (a - below[j]) / (2 * h));
      }),
    );
    const g = gradientAt(exact);
    const slope = Math.hypot(...g);
    const symmetric = Float64Array.from({ length: g.length ** 2 }, (_, ij) => {
      const [i, j] = [Math.floor(ij / g.length), ij % g.length];
      return (hessian[i][j] + hessian[j][i]) / 2;
    });
    const spectrum = symmetricEigenvalues(symmetric, g.length);
    const norm = Math.max(-spectrum[0], spectrum[g.length - 1]);
    const before = tf.memory().numTensors;
    const spectral = await spectralLaziness(network, place, { steps: 200 });
    const directional = await directionalLaziness(network, place);
    expect(tf.memory().numTensors).toBe(before);
    expect(spectral / (norm / slope ** 2)).toBeCloseTo(1, 2);
    const along = Math.hypot(...hessian.map((row) => dot(row, g))) / slope ** 3;
    expect(directional / along).toBeCloseTo(1, 3);
    expect(directional).toBeLessThanOrEqual(spectral * 1.01);
  });

  it("the Jacobian's change equals that of float64 differences", async () => {
    const { network, exact, examples, inputs, parameters } = made(tf, smooth);
    const v = direction(network, 77);
    const moved = exact.map(({ shape, data }, k) => ({
      shape,
      data: data.map((w, j) => w + 0.1 * v.arrays[k].data[j]),
    }));
    const [now, then] = [moved, exact].map((at) => differenceJacobian(smooth.oracle, at, examples));
    const norm = (rows: Float64Array[]) => Math.hypot(...rows.flatMap((row) => Array.from(row)));
    const expected = norm(now.map((row, i) => row.map((value, k) => value - then[i][k]))) / norm(then);
    const later = plus(tf, parameters, v.tensors, 0.1);
    for (const batch of [1, 2])
      expect((await jacobianChange(network, { parameters, inputs }, later, batch)) / expected).toBeCloseTo(
        1,
        4,
      );
  });

  it("the Jacobian's change is that in coordinates of the parameters' rates", async () => {
    const parametrisation = "mean-field";
    const network = new Network(
      tf,
      mlp({ inputs: 3, width: 4, depth: 2, outputs: 1, activation: "tanh", parametrisation }),
    );
    const [start, later] = [1, 2].map((seed) => initialParameters(network, seed));
    const inputs = tf.tensor2d(Float32Array.from(numbers(6, 5)), [2, 3]);
    const [before, after] = [start, later].map((parameters) =>
      fullRows(network, { parameters, inputs }, 0, 2).map((rows) => rows.dataSync()),
    );
    const square = (rows: ArrayLike<number>[]) =>
      rows.reduce((sum, row, k) => sum + network.parameters[k].rate * dot(row, row), 0);
    const moved = after.map((row, k) => Float64Array.from(row, (value, j) => value - before[k][j]));
    const expected = Math.sqrt(square(moved) / square(before));
    const found = await jacobianChange(network, { parameters: start, inputs }, later);
    expect(found / expected).toBeCloseTo(1, 5);
  });

  // two-layer tanh network, d = 20; slope of κ against width: −½ in the tangent-kernel parametrisation, −1 in the standard one,
  // 0 where features are learnt. Mean of 16 networks, whose spread at width 32 is about 30 %: a factor 1.5 is four standard errors.
  it.each<[ParametrisationName, number]>([
    ["tangent-kernel", 1 / 4],
    ["standard", 1 / 16],
    ["mean-field", 1],
    ["maximal-update", 1],
  ])("changes from width 32 to 512 as the theory says: %s", async (parametrisation, expected) => {
    const at = async (width: number) => {
      const network = new Network(
        tf,
        mlp({ inputs: 20, width, depth: 2, outputs: 1, activation: "tanh", parametrisation }),
      );
      let sum = 0;
      for (let seed = 1; seed <= 16; seed++) {
        const parameters = initialParameters(network, seed);
        const input = tf.tensor2d(Float32Array.from(numbers(20, seed)), [1, 20]);
        sum += await directionalLaziness(network, { parameters, input, output: 0 });
        tf.dispose([parameters, input]);
      }
      return sum / 16;
    };
    const ratio = (await at(512)) / (await at(32));
    expect(ratio / expected).toBeGreaterThan(1 / 1.5);
    expect(ratio / expected).toBeLessThan(1.5);
  });
});

describe("eigenvectors", () => {
  it("are orthonormal and turn the matrix diagonal", () => {
    const a = kernelOf(9, 5, 4);
    const { values, vectors } = symmetricEigen(a, 9);
    const row = (m: Float64Array, i: number) => m.subarray(i * 9, (i + 1) * 9);
    for (let i = 0; i < 9; i++) {
      if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
      for (let j = 0; j < 9; j++) {
        expect(dot(row(vectors, i), row(vectors, j))).toBeCloseTo(i === j ? 1 : 0, 10);
        const image = Float64Array.from({ length: 9 }, (_, k) => dot(row(a, k), row(vectors, j)));
        expect(dot(row(vectors, i), image)).toBeCloseTo(i === j ? values[i] : 0, 10);
      }
    }
  });
});
