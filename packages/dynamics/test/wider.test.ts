// The tangent kernel of the minimal model, and wide, deep and piecewise linear networks against their definitions.
import { kernelDistance } from "@widthwise/core";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import {
  conservedMatrix,
  entropyCurvature,
  entropySlope,
  exactSolution,
  hyperbolicEntropy,
  integrate,
  isotropicNetwork,
  isotropicVelocity,
  kernelSensitivity,
  mapVelocity,
  neuronKernel,
  neuronPolarVelocity,
  type PiecewiseLinear,
  piecewiseKernel,
  piecewiseOutputs,
  piecewisePulls,
  piecewiseVelocity,
  preconditioner,
  singularValueVelocity,
  type WideLinear,
  whitenedKernelDistance,
  wideMap,
  widePreconditioner,
  wideVelocity,
} from "../src/index.ts";
import { draws, randomCase, randomRegression } from "./random-models.ts";

const difference = (a: Matrix, b: Matrix) => Matrix.sub(a, b).norm();

describe("the tangent kernel of the minimal model", () => {
  test("is the product of gradients; for whitened inputs its distance has the closed form", () => {
    for (let number = 0; number < 70; number++) {
      const { model, target } = randomCase(number);
      const exact = exactSolution(model, target);
      const d = target.length;
      const { inputs } = randomRegression(number, 3, d);
      const now = exact.at(0.5);
      const kernel = neuronKernel(now, model.rates, inputs, 3);
      const m = preconditioner(now, model.rates);
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) {
          let expected = 0;
          for (let k = 0; k < d; k++)
            for (let l = 0; l < d; l++) expected += inputs[i * d + k] * m[k * d + l] * inputs[j * d + l];
          expect(kernel[3 * i + j]).toBeCloseTo(expected, 10);
        }
      const identity = Float64Array.from({ length: d * d }, (_, i) => Number(i % (d + 1) === 0));
      const at = (t: number) => neuronKernel(exact.at(t), model.rates, identity, d);
      if (at(0).every((value) => value === 0)) continue;
      expect(whitenedKernelDistance(exact.at(0), now, model.rates)).toBeCloseTo(
        kernelDistance(at(0), at(0.5)),
        12,
      );
    }
  });

  test("moves as App. A.3.1 says; far from balance the coefficients, not κ̇, vanish or tend to |δ|", () => {
    for (let number = 0; number < 70; number++) {
      const { model, target } = randomCase(number);
      const { rates } = model;
      const exact = exactSolution(model, target);
      const t = 0.4 / exact.omega;
      const h = 1e-4 / exact.omega;
      const five = (value: (time: number) => number) =>
        (value(t - 2 * h) - 8 * value(t - h) + 8 * value(t + h) - value(t + 2 * h)) / (12 * h);
      const length = (time: number) => Math.hypot(...exact.at(time).beta);
      const projector = (time: number, i: number, j: number) => {
        const { w } = exact.at(time);
        return (w[i] * w[j]) / Math.hypot(...w) ** 2;
      };
      const { magnitude, direction } = kernelSensitivity(exact.delta, length(t), rates);
      const d = target.length;
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          const moved = five((time) => preconditioner(exact.at(time), rates)[i * d + j]);
          const expected =
            magnitude * five(length) * (Number(i === j) + projector(t, i, j)) +
            direction * five((time) => projector(time, i, j));
          expect(Math.abs(moved - expected)).toBeLessThan(1e-7 * exact.omega * (1 + exact.omega));
        }
    }
    const rates = { a: 2, w: 3 };
    expect(kernelSensitivity(1e9, 1, rates).magnitude).toBeLessThan(2e-8);
    expect(kernelSensitivity(-1e9, 1, rates).magnitude).toBeLessThan(2e-8);
    expect(kernelSensitivity(1e9, 1, rates).direction).toBeLessThan(2e-8);
    expect(kernelSensitivity(-1e9, 1, rates).direction / 1e9).toBeCloseTo(1, 12);
  });
});

describe("the two-layer linear network", () => {
  const rates = { a: 0.7, w: 1.6 };
  const random = (number: number, rows: number, columns: number) =>
    Matrix.from1DArray(rows, columns, draws(number).normals(rows * columns));

  test("Thm 4.1: β moves by its layers, as a preconditioned gradient", () => {
    const network = { a: random(1, 3, 2), w: random(2, 3, 4) };
    const gradient = random(3, 4, 2);
    const velocity = wideVelocity(network, gradient, rates);
    const expected = velocity.w.transpose().mmul(network.a).add(network.w.transpose().mmul(velocity.a));
    expect(difference(mapVelocity(network, gradient, rates), expected)).toBeLessThan(1e-13);
    const stacked = Matrix.columnVector(gradient.transpose().to1DArray());
    const vector = widePreconditioner(network, rates).mmul(stacked).neg().to1DArray();
    expect(difference(Matrix.from1DArray(2, 4, vector).transpose(), expected)).toBeLessThan(1e-12);
  });

  test.each([
    [4, 2, 1.3],
    [2, 4, 1.3],
    [3, 3, 0.4],
    [4, 2, -1.3],
    [2, 4, -1.3],
    [3, 3, -0.4],
    [3, 2, 0],
  ])("Thm 4.2: from d = %i, c = %i, δ = %f the law of β alone is the flow of the layers", (d, c, delta) => {
    const beta = random(10 * d + c, d, c);
    const start = isotropicNetwork(beta, delta, rates);
    const hidden = start.a.rows;
    expect(difference(wideMap(start), beta)).toBeLessThan(1e-13 * (1 + beta.norm()));
    expect(difference(conservedMatrix(start, rates), Matrix.eye(hidden).mul(delta))).toBeLessThan(1e-12);
    const x = random(77, 5, d);
    const y = random(78, 5, c);
    const gradientAt = (map: Matrix) => x.transpose().mmul(x.mmul(map).sub(y));
    const pack = ({ a, w }: WideLinear) => Float64Array.of(...a.to1DArray(), ...w.to1DArray());
    const unpack = (v: Float64Array) => ({
      a: Matrix.from1DArray(hidden, c, v.subarray(0, hidden * c)),
      w: Matrix.from1DArray(hidden, d, v.subarray(hidden * c)),
    });
    const times = [0.05, 0.4];
    const options = { relative: 1e-9, absolute: 1e-11 };
    const layers = integrate(
      (_t, v, dv) => {
        const network = unpack(v);
        dv.set(pack(wideVelocity(network, gradientAt(wideMap(network)), rates)));
      },
      pack(start),
      times,
      options,
    ).states.map(unpack);
    const alone = integrate(
      (_t, v, dv) => {
        const map = Matrix.from1DArray(d, c, v);
        dv.set(isotropicVelocity(map, gradientAt(map), delta, rates).to1DArray());
      },
      Float64Array.from(beta.to1DArray()),
      times,
      options,
    ).states;
    for (const [i, network] of layers.entries()) {
      expect(difference(wideMap(network), Matrix.from1DArray(d, c, alone[i]))).toBeLessThan(1e-6);
      expect(difference(conservedMatrix(network, rates), Matrix.eye(hidden).mul(delta))).toBeLessThan(1e-6);
    }
  });

  test("Thm B.6: aligned singular values follow the mirror flow of the hyperbolic entropy", () => {
    for (const delta of [-2, 0.1, 5]) {
      // diagonal β and task: each singular value for itself
      const sigma = [0.8, 0.3];
      const task = [1.5, 0.2];
      const gradient = Matrix.diag(sigma.map((value, i) => value - task[i]));
      const velocity = isotropicVelocity(Matrix.diag(sigma), gradient, delta, rates);
      const h = 1e-5;
      for (const [i, value] of sigma.entries()) {
        const speed = singularValueVelocity(value, task[i], delta, rates);
        expect(velocity.get(i, i)).toBeCloseTo(speed, 12);
        expect(entropyCurvature(value, delta, rates) * speed).toBeCloseTo(task[i] - value, 12);
        const q = (x: number) => hyperbolicEntropy(x, delta, rates);
        expect((q(value + h) - q(value - h)) / (2 * h)).toBeCloseTo(entropySlope(value, delta, rates), 8);
        const slope = (x: number) => entropySlope(x, delta, rates);
        expect((slope(value + h) - slope(value - h)) / (2 * h)).toBeCloseTo(
          entropyCurvature(value, delta, rates),
          8,
        );
      }
      expect(hyperbolicEntropy(0, delta, rates)).toBe(0);
    }
    expect(() => entropySlope(1, 0, rates)).toThrow("δ is 0");
    expect(() => isotropicNetwork(Matrix.eye(2), Infinity, rates)).toThrow("δ is Infinity");
  });
});

describe("a hidden layer of piecewise linear neurons", () => {
  const rates = { a: 0.6, w: 1.7 };
  const regression = randomRegression(9, 6, 3);
  const made = (leak: number): PiecewiseLinear => ({ a: draws(1).normals(4), w: draws(2).normals(12), leak });

  test.each([0, 0.3, 1])(
    "moves by the gradient of its loss, and K is the product of gradients, leak %f",
    (leak) => {
      const network = made(leak);
      const { a, w } = network;
      const h = 1e-6;
      const nudged = (index: number, step: number): PiecewiseLinear => ({
        a: a.map((value, k) => value + (k === index ? step : 0)),
        w: w.map((value, k) => value + (k === index - a.length ? step : 0)),
        leak,
      });
      const kernel = new Float64Array(36);
      const { a: va, w: vw } = piecewiseVelocity(network, regression, rates);
      const velocity = [...va, ...vw];
      const f = piecewiseOutputs(network, regression);
      for (let index = 0; index < a.length + w.length; index++) {
        const rate = index < a.length ? rates.a : rates.w;
        const up = piecewiseOutputs(nudged(index, h), regression);
        const down = piecewiseOutputs(nudged(index, -h), regression);
        const slope = up.map((value, i) => (value - down[i]) / (2 * h));
        let gradient = 0;
        for (let i = 0; i < 6; i++) {
          gradient += slope[i] * (f[i] - regression.labels[i]);
          for (let j = 0; j < 6; j++) kernel[6 * i + j] += rate * slope[i] * slope[j];
        }
        expect(velocity[index]).toBeCloseTo(-rate * gradient, 6);
      }
      for (const [i, value] of piecewiseKernel(network, regression, rates).entries())
        expect(value).toBeCloseTo(kernel[i], 6);
    },
  );

  test("each neuron turns and grows as the signed polar form says", () => {
    const network = made(0);
    const xi = piecewisePulls(network, regression);
    const { a: va, w: vw } = piecewiseVelocity(network, regression, rates);
    for (let k = 0; k < 4; k++) {
      const w = network.w.slice(3 * k, 3 * k + 3);
      const dw = vw.slice(3 * k, 3 * k + 3);
      const a = network.a[k];
      const { mu, direction } = neuronPolarVelocity({ a, w }, xi.slice(3 * k, 3 * k + 3), rates);
      const length = Math.hypot(...w);
      const dLength = w.reduce((sum, value, i) => sum + value * dw[i], 0) / length;
      expect(mu).toBeCloseTo(va[k] * length + a * dLength, 12);
      for (let i = 0; i < 3; i++)
        expect(direction[i]).toBeCloseTo(dw[i] / length - (w[i] * dLength) / length ** 2, 12);
      // δ_k is conserved
      const flow = rates.w * 2 * a * va[k] - rates.a * 2 * length * dLength;
      expect(flow).toBeCloseTo(0, 12);
    }
  });

  test("refuses shapes that do not fit", () => {
    expect(() => piecewiseOutputs({ ...made(0), w: new Float64Array(11) }, regression)).toThrow(
      "w has 11 entries, accepted are h·d = 12",
    );
    expect(() => piecewiseOutputs(made(Number.NaN), regression)).toThrow("the leak is NaN");
    expect(() => neuronPolarVelocity({ a: 1, w: new Float64Array(3) }, new Float64Array(3), rates)).toThrow(
      "w is 0",
    );
  });
});
