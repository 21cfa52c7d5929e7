// Preconditioners and solvers against their identities, on matrices of known condition; outcomes are values.
import { distance, gramOfRows, newCounters, norm, symmetricEigenvalues } from "@widthwise/core";
import {
  denseMap,
  expectedCondition,
  expectedSteps,
  gramOf,
  kinds,
  lsqr,
  pcg,
  sample,
  sketchPreconditioner,
  solveSketched,
  theoreticalRows,
  theoreticalTolerance,
} from "@widthwise/sketch";
import { describe, expect, test } from "vitest";
import { geometric, jacobianWith, normals } from "./made-matrices.ts";

const [n, p] = [24, 400];
const key = { seed: 12, stream: 4 };
const r = normals(n, 1, { seed: 31, stream: 1 });

/** ‖J Jᵀ g − r‖/‖r‖ */
function relativeResidual(j: Float64Array, g: Float64Array): number {
  const out = new Float64Array(n);
  gramOf(denseMap(j, n, p))(g, out);
  return distance(out, r) / norm(r);
}

function preconditionerOf(
  j: Float64Array,
  kind: (typeof kinds)[number],
  rows: number,
  factor: "qr" | "cholesky" = "qr",
) {
  const built = sketchPreconditioner(denseMap(j, n, p), sample({ kind, rows, cols: p }, key), { factor });
  if (built.status !== "built") throw new Error(`breakdown at ${built.pivot}`);
  return built.preconditioner;
}

describe.each(["qr", "cholesky"] as const)("preconditioner by %s", (factor) => {
  test("RᵀR = YᵀY, R upper triangular with positive diagonal, and the solves are R⁻¹ and R⁻ᵀ", () => {
    const j = jacobianWith(geometric(n, 100), p, 1);
    const rows = 4 * n;
    const sketch = sample({ kind: "gaussian", rows, cols: p }, key);
    const { r: upper, solve, solveT } = preconditionerOf(j, "gaussian", rows, factor);
    const y = new Float64Array(n * rows);
    for (let i = 0; i < n; i++)
      sketch.apply(j.subarray(i * p, (i + 1) * p), y.subarray(i * rows, (i + 1) * rows));
    const wanted = gramOfRows(y, n, rows);
    for (let i = 0; i < n; i++) {
      expect(upper[i * n + i]).toBeGreaterThan(0);
      for (let k = 0; k < n; k++) {
        if (k < i) expect(upper[i * n + k]).toBe(0);
        let sum = 0;
        for (let l = 0; l < n; l++) sum += upper[l * n + i] * upper[l * n + k];
        expect(Math.abs(sum - wanted[i * n + k])).toBeLessThan(1e-13);
      }
    }
    const x = normals(n, 1, key);
    const up = Float64Array.from(x, (_, i) => x.reduce((sum, v, k) => sum + upper[i * n + k] * v, 0));
    const down = Float64Array.from(x, (_, i) => x.reduce((sum, v, k) => sum + upper[k * n + i] * v, 0));
    solve(up);
    solveT(down);
    expect(distance(up, x)).toBeLessThan(1e-11);
    expect(distance(down, x)).toBeLessThan(1e-11);
  });
});

// cond(J) squared is cond(G): 1, 1e4, 1e8, 1e12
describe.each([1, 1e2, 1e4, 1e6])("cond(J) = %f", (ratio) => {
  const j = jacobianWith(geometric(n, ratio), p, 5);
  // G g = r is lost to rounding at ε·cond(G)
  const tolerance = Math.max(1e-10, 1e-15 * ratio ** 2);

  test.each(kinds)("PCG and LSQR reach the tolerance in a handful of steps with a %s sketch", (kind) => {
    const rows = 8 * n;
    const preconditioner = preconditionerOf(j, kind, rows);
    const limit = 2 * expectedSteps(n, rows, tolerance);
    const solved = pcg(gramOf(denseMap(j, n, p)), r, { tolerance, maxSteps: 200, preconditioner });
    expect(solved.status).toBe("converged");
    expect(relativeResidual(j, solved.x)).toBeLessThanOrEqual(tolerance);
    expect(solved.residual).toBeCloseTo(relativeResidual(j, solved.x), 14);
    expect(solved.steps).toBeLessThanOrEqual(limit);
    const least = lsqr(denseMap(j, n, p), r, { tolerance: 1e-10, maxSteps: 200, preconditioner });
    expect(least.status).toBe("converged");
    expect(least.steps).toBeLessThanOrEqual(2 * expectedSteps(n, rows, 1e-10));
    const image = new Float64Array(n);
    denseMap(j, n, p).apply(least.x, image);
    expect(distance(image, r)).toBeLessThanOrEqual(1e-10 * norm(r));
    const step = new Float64Array(p);
    denseMap(j, n, p).applyT(least.g, step);
    expect(distance(step, least.x)).toBeLessThan(1e-9 * ratio * norm(least.x));
  });
});

test("without a preconditioner the steps follow cond(G), with one they follow n/s only", () => {
  const steps = (ratio: number, sketched: boolean) => {
    const j = jacobianWith(geometric(n, ratio), p, 6);
    const preconditioner = sketched ? preconditionerOf(j, "srht", 4 * n) : undefined;
    return pcg(gramOf(denseMap(j, n, p)), r, { tolerance: 1e-8, maxSteps: 10_000, preconditioner }).steps;
  };
  expect(steps(1, false)).toBeLessThanOrEqual(2);
  expect(steps(100, false)).toBeGreaterThan(2 * steps(100, true));
  // 8 steps more, and not thousands, for a Gram matrix a million times worse
  expect(Math.abs(steps(1000, true) - steps(1, true))).toBeLessThanOrEqual(8);
});

test("the preconditioned condition number and the steps are near what n/s predicts", () => {
  // larger n, so that the limit law holds: 96 outputs, cond(G) = 1e6
  const big = 96;
  const width = 1024;
  const j = jacobianWith(geometric(big, 1e3), width, 7);
  const rhs = normals(big, 1, { seed: 3, stream: 1 });
  for (const factor of [4, 8]) {
    const rows = factor * big;
    const built = sketchPreconditioner(
      denseMap(j, big, width),
      sample({ kind: "gaussian", rows, cols: width }, key),
    );
    if (built.status !== "built") throw new Error("breakdown");
    const { preconditioner } = built;
    // rows of R⁻ᵀ J
    const left = new Float64Array(big * width);
    const column = new Float64Array(big);
    for (let k = 0; k < width; k++) {
      for (let i = 0; i < big; i++) column[i] = j[i * width + k];
      preconditioner.solveT(column);
      for (let i = 0; i < big; i++) left[i * width + k] = column[i];
    }
    const values = symmetricEigenvalues(gramOfRows(left, big, width), big);
    const condition = values[big - 1] / values[0];
    expect(condition / expectedCondition(big, rows)).toBeGreaterThan(0.6);
    expect(condition / expectedCondition(big, rows)).toBeLessThan(1.4);
    const { steps, status } = pcg(gramOf(denseMap(j, big, width)), rhs, {
      tolerance: 1e-8,
      maxSteps: 100,
      preconditioner,
    });
    expect(status).toBe("converged");
    const expected = expectedSteps(big, rows, 1e-8);
    expect(Math.abs(steps - expected)).toBeLessThanOrEqual(0.35 * expected);
  }
});

describe("numerical outcomes are values", () => {
  // two equal rows: G is singular, and r with different entries there is out of its range
  const singular = jacobianWith(geometric(n, 10), p, 9);
  singular.copyWithin(p, 0, p);

  test("a singular system breaks down: the sketch says where, and both solvers say so", () => {
    const map = denseMap(singular, n, p);
    for (const factor of ["qr", "cholesky"] as const)
      expect(
        sketchPreconditioner(map, sample({ kind: "srht", rows: 4 * n, cols: p }, key), { factor }),
      ).toEqual({
        status: "breakdown",
        pivot: 1,
      });
    const limits = { tolerance: 1e-10, maxSteps: 10_000 };
    for (const outcome of [pcg(gramOf(map), r, limits), lsqr(map, r, limits)]) {
      expect(outcome.status).toBe("breakdown");
      expect(outcome.residual).toBeGreaterThan(0.01);
      expect(outcome.steps).toBeLessThan(1000);
    }
    expect(solveSketched(map, r, { kind: "gaussian", key, ...limits })).toMatchObject({
      status: "breakdown",
      steps: 0,
    });
  });

  test("a singular system with r in its range is solved", () => {
    const consistent = r.slice();
    consistent[1] = consistent[0];
    const map = denseMap(singular, n, p);
    const limits = { tolerance: 1e-9, maxSteps: 1000 };
    expect(pcg(gramOf(map), consistent, limits).status).toBe("converged");
    expect(lsqr(map, consistent, limits).status).toBe("converged");
  });

  test("J = 0 and r = 0, one output, an indefinite G", () => {
    const limits = { tolerance: 1e-9, maxSteps: 50 };
    const zero = denseMap(new Float64Array(n * p), n, p);
    expect(pcg(gramOf(zero), r, limits)).toMatchObject({ status: "breakdown", steps: 0, residual: 1 });
    expect(lsqr(zero, r, limits)).toMatchObject({ status: "breakdown", steps: 0, residual: 1 });
    expect(pcg(gramOf(zero), new Float64Array(n), limits)).toMatchObject({
      status: "converged",
      steps: 0,
      residual: 0,
    });
    expect(lsqr(zero, new Float64Array(n), limits)).toMatchObject({
      status: "converged",
      steps: 0,
      residual: 0,
    });
    const one = denseMap(Float64Array.of(3, 4), 1, 2);
    expect(pcg(gramOf(one), Float64Array.of(50), limits)).toMatchObject({ status: "converged", steps: 1 });
    expect(Array.from(lsqr(one, Float64Array.of(50), limits).x)).toEqual([
      expect.closeTo(6, 12),
      expect.closeTo(8, 12),
    ]);
    const negative = (x: Float64Array, out: Float64Array) => out.set(x.map((v) => -v));
    expect(pcg(negative, r, limits).status).toBe("breakdown");
  });

  test("too few steps, and a tolerance below rounding", () => {
    const map = denseMap(jacobianWith(geometric(n, 1e4), p, 2), n, p);
    expect(pcg(gramOf(map), r, { tolerance: 1e-8, maxSteps: 3 })).toMatchObject({
      status: "max-steps",
      steps: 3,
    });
    expect(lsqr(map, r, { tolerance: 1e-8, maxSteps: 3 })).toMatchObject({ status: "max-steps", steps: 3 });
    const outcome = solveSketched(map, r, { kind: "srht", key, tolerance: 1e-18, maxSteps: 500 });
    expect(outcome.status).toBe("breakdown");
    expect(outcome.steps).toBeLessThan(200);
    expect(outcome.residual).toBeLessThan(1e-6);
  });

  test("bad options are refused with the value received", () => {
    const map = denseMap(jacobianWith(geometric(n, 2), p, 2), n, p);
    expect(() => pcg(gramOf(map), r, { tolerance: 0, maxSteps: 3 })).toThrow("tolerance is 0");
    expect(() => lsqr(map, r.with(2, Number.NaN), { tolerance: 1, maxSteps: 3 })).toThrow(
      "entry 2 of the right-hand side is NaN",
    );
    expect(() => lsqr(map, r, { tolerance: 1, maxSteps: 0.5 })).toThrow("maxSteps is 0.5");
    expect(() => sketchPreconditioner(map, sample({ kind: "gaussian", rows: n - 1, cols: p }, key))).toThrow(
      "at least n = 24",
    );
    expect(() => sketchPreconditioner(map, sample({ kind: "gaussian", rows: n, cols: p - 1 }, key))).toThrow(
      "length 399",
    );
    expect(() =>
      solveSketched(map, r, {
        kind: "srht",
        key,
        tolerance: 1,
        maxSteps: 1,
        rows: { distortion: 2, failure: 0.1 },
      }),
    ).toThrow("distortion is 2");
  });
});

test("solveSketched: sketch size by number, by theorem, by default; either solver; same key, same bits; work counted", () => {
  const map = denseMap(jacobianWith(geometric(n, 1e3), p, 4), n, p);
  const base = { key, tolerance: 1e-9, maxSteps: 200 };
  for (const kind of kinds)
    for (const solver of ["pcg", "lsqr"] as const) {
      const counters = newCounters();
      const found = solveSketched(map, r, { ...base, kind, solver, rows: 6 * n, counters });
      expect(found).toMatchObject({ status: "converged", sketchRows: 6 * n });
      expect(counters.macs).toBeGreaterThan(n * p);
      expect(solveSketched(map, r, { ...base, kind, solver, rows: 6 * n })).toEqual(found);
    }
  expect(solveSketched(map, r, { ...base, kind: "srht" }).sketchRows).toBe(4 * n);
  const promise = { distortion: 0.5, failure: 0.01 };
  expect(solveSketched(map, r, { ...base, kind: "gaussian", rows: promise })).toMatchObject({
    status: "converged",
    sketchRows: theoreticalRows("gaussian", { dimension: n, ambient: p, ...promise }),
  });
});

test("sizes of the theory: Gaussian least, CountSketch quadratic in n and linear in 1/failure, SRHT never above an isometry", () => {
  const at = (dimension: number, failure = 0.01) => ({
    dimension,
    ambient: 2 ** 20,
    distortion: 0.1,
    failure,
  });
  for (const kind of kinds) expect(theoreticalRows(kind, at(64))).toBeGreaterThanOrEqual(64);
  expect(theoreticalRows("gaussian", at(64))).toBe(
    Math.ceil(((8 + Math.sqrt(2 * Math.log(200))) / 0.1) ** 2),
  );
  expect(theoreticalRows("count-sketch", at(127)) / theoreticalRows("count-sketch", at(63))).toBeCloseTo(
    (127 * 128) / (63 * 64),
    4,
  );
  expect(
    theoreticalRows("count-sketch", at(64, 0.001)) / theoreticalRows("count-sketch", at(64)),
  ).toBeCloseTo(10, 4);
  expect(theoreticalRows("srht", { ...at(64), ambient: 1000 })).toBe(1024);
  expect(theoreticalTolerance(0.01, 100)).toBeCloseTo(0.01 / 6, 15);
});

test("the Gaussian size keeps its promise: 200 draws, distortion 0.5, failure 0.1, at most 33 failures (4 standard deviations)", () => {
  const dimension = 4;
  const rows = theoreticalRows("gaussian", { dimension, ambient: 8, distortion: 0.5, failure: 0.1 });
  let failures = 0;
  for (let seed = 0; seed < 200; seed++) {
    // a Gaussian sketch of any subspace is a Gaussian matrix: take the first four unit vectors
    const sketch = sample({ kind: "gaussian", rows, cols: 8 }, { seed, stream: 9 });
    const image = new Float64Array(dimension * rows);
    for (let i = 0; i < dimension; i++) {
      const unit = new Float64Array(8);
      unit[i] = 1;
      sketch.apply(unit, image.subarray(i * rows, (i + 1) * rows));
    }
    const values = symmetricEigenvalues(gramOfRows(image, dimension, rows), dimension);
    if (Math.sqrt(values[0]) < 0.5 || Math.sqrt(values[dimension - 1]) > 1.5) failures++;
  }
  expect(failures).toBeLessThanOrEqual(20 + 13);
});
