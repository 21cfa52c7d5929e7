// Where the flow ends against integration, and the potentials that these ends minimise.
import { describe, expect, test } from "vitest";
import {
  basinOf,
  deepInterpolator,
  deepPotentialGradient,
  deepVelocity,
  exactSolution,
  integrate,
  interpolator,
  interpolatorLimits,
  linearMap,
  linearTerm,
  type MinimalModel,
  minimalModel,
  modelOf,
  packNeuron,
  potential,
  potentialGradient,
  preconditioner,
  printedLinearTerm,
  type Regression,
  regressionFlow,
  rowSpace,
  unitRates,
  unpackNeuron,
} from "../src/index.ts";
import { draws, randomCase, randomRegression } from "./random-models.ts";

/** β after so long a flow that nothing moves any more. */
function integrated(model: MinimalModel, regression: Regression, until: number) {
  const { states, status } = integrate(regressionFlow(regression, model.rates), packNeuron(model), [until]);
  expect(status).toBe("reached");
  return unpackNeuron(states[0]);
}

/** Inputs [n, d] with n < d, well conditioned, and a model for them. */
function underdetermined(number: number) {
  const { integer, uniform, normals } = draws(10_000 + number);
  const n = integer(1, 2);
  const d = n + integer(1, 3);
  const made = randomRegression(20_000 + number, n, d);
  const inputs = made.inputs.map((value, i) => 0.4 * value + (i % d === Math.floor(i / d) ? 1 : 0));
  const rates = { a: 2 ** uniform(-1, 1), w: 2 ** uniform(-1, 1) };
  const sign = number % 2 === 0 ? 1 : -1;
  return { regression: { ...made, inputs }, model: modelOf(normals(d), uniform(-6, 3), rates, sign) };
}

describe("the row space", () => {
  test("gives the least-norm solution and what X does not see, also for inputs of lower rank", () => {
    for (const repeated of [false, true]) {
      const { inputs, labels } = randomRegression(5, 3, 5);
      if (repeated) {
        inputs.copyWithin(10, 0, 5);
        labels[2] = labels[0];
      }
      const space = rowSpace({ inputs, labels, n: 3, d: 5 });
      expect(space.rank).toBe(repeated ? 2 : 3);
      for (let i = 0; i < 3; i++) {
        const row = inputs.subarray(5 * i, 5 * i + 5);
        expect(row.reduce((sum, x, k) => sum + x * space.target[k], 0)).toBeCloseTo(labels[i], 12);
        expect(Math.hypot(...space.null(row))).toBeLessThan(1e-14);
      }
      expect(Math.hypot(...space.null(space.target))).toBeLessThan(1e-14);
    }
  });
});

describe("the end of the flow", () => {
  test("in closed form is where integration ends, for any null space, rates and sign", () => {
    let crossings = 0;
    for (let number = 0; number < 60; number++) {
      const { model, regression } = underdetermined(number);
      const end = interpolator(model, regression);
      const long = integrated(model, regression, 400);
      if (end.basin !== Math.sign(model.a)) crossings++;
      expect(end.basin).toBe(Math.sign(long.a));
      expect(long.a).toBeCloseTo(end.a, 8);
      for (const [i, value] of linearMap(long).entries()) expect(value).toBeCloseTo(end.beta[i], 8);
    }
    expect(crossings).toBeGreaterThan(3);
  });

  test("minimises Ψ_δ − ⟨ψ, β⟩ among the interpolators; as printed only where a keeps its sign", () => {
    for (let number = 0; number < 60; number++) {
      const { model, regression } = underdetermined(number);
      const { rates } = model;
      const delta = rates.w * model.a ** 2 - rates.a * Math.hypot(...model.w) ** 2;
      const { beta, basin } = interpolator(model, regression);
      const space = rowSpace(regression);
      const slope = potentialGradient(beta, delta, rates);
      const excess = (term: Float64Array) =>
        Math.hypot(...space.null(slope.map((value, i) => value - term[i])));
      expect(excess(linearTerm(model, basin as 1 | -1))).toBeLessThan(1e-12 * (1 + Math.hypot(...slope)));
      const printed = excess(printedLinearTerm(linearMap(model), delta, rates));
      if (basin === Math.sign(model.a)) expect(printed).toBeLessThan(1e-12 * (1 + Math.hypot(...slope)));
      else expect(printed).toBeGreaterThan(1e-3);
      // a convex potential: no interpolator nearby is better
      const value = (at: Float64Array) => {
        const term = linearTerm(model, basin as 1 | -1);
        return potential(at, delta, rates) - at.reduce((sum, x, i) => sum + x * term[i], 0);
      };
      const aside = space.null(draws(number).normals(regression.d));
      for (const h of [1e-2, -1e-2, 1])
        expect(value(beta.map((x, i) => x + h * aside[i]))).toBeGreaterThan(value(beta));
    }
  });

  test("Fig. 4(b): limits in δ are the nearest interpolator and, for one input, the multiple of β₀", () => {
    const regression = { inputs: Float64Array.of(0.5, 1), labels: Float64Array.of(1.1), n: 1, d: 2 };
    const beta0 = [0.5 * (0.6 * 1 + 0.4 * 0.5), 0.5 * (0.6 * -0.5 + 0.4 * 1)];
    const space = rowSpace(regression);
    const model = modelOf(beta0, 0);
    const limits = interpolatorLimits(model, space, 1);
    for (const [delta, expected] of [
      [1e7, limits.upstream],
      [-1e7, limits.downstream],
    ] as const) {
      const { beta } = interpolator(modelOf(beta0, delta), regression, 1);
      for (const [i, value] of beta.entries()) expect(value).toBeCloseTo(expected[i], 6);
    }
    const { downstream } = limits;
    expect(downstream[0] / downstream[1]).toBeCloseTo(beta0[0] / beta0[1], 12);
    expect(0.5 * downstream[0] + downstream[1]).toBeCloseTo(1.1, 12);
    expect(() => interpolatorLimits(modelOf([1, -0.5], 0), { ...space, null: (v) => v }, 1)).toThrow(
      "row space",
    );
  });

  test("the limit δ → −∞ for two inputs is no multiple of β₀", () => {
    const inputs = Float64Array.of(1, 0, 0, 0, 1, 0);
    const regression = { inputs, labels: Float64Array.of(1, 0), n: 2, d: 3 };
    const beta0 = [0.3, 0.4, 0.5];
    const { downstream } = interpolatorLimits(modelOf(beta0, 0), rowSpace(regression), 1);
    const { beta } = interpolator(modelOf(beta0, -1e6), regression, 1);
    for (const [i, value] of [1, 0, 1].entries()) {
      expect(downstream[i]).toBeCloseTo(value, 12);
      expect(beta[i]).toBeCloseTo(value, 4);
    }
  });

  test("∇Ψ is the gradient of Ψ, and mirror descent in the speed |a| is the flow", () => {
    for (let number = 0; number < 60; number++) {
      const { model, regression } = underdetermined(number);
      const { rates, a } = model;
      const delta = rates.w * a ** 2 - rates.a * Math.hypot(...model.w) ** 2;
      const beta = linearMap(model);
      const slope = potentialGradient(beta, delta, rates);
      const h = 1e-5;
      for (let i = 0; i < beta.length; i++) {
        const at = (step: number) =>
          potential(
            beta.map((x, k) => x + (k === i ? step : 0)),
            delta,
            rates,
          );
        expect((at(h) - at(-h)) / (2 * h)).toBeCloseTo(slope[i], 7);
      }
      const dy = new Float64Array(1 + regression.d);
      regressionFlow(regression, rates)(0, packNeuron(model), dy);
      const gradient = dy.subarray(1).map((value) => -value / (rates.w * a)); // Xᵀρ
      const m = preconditioner(model, rates);
      const moved = beta.map((_, i) => -gradient.reduce((sum, g, k) => sum + m[i * regression.d + k] * g, 0));
      const image = (step: number) =>
        potentialGradient(
          beta.map((x, k) => x + step * moved[k]),
          delta,
          rates,
        );
      const speed = rates.a * rates.w * Math.sqrt(2 * rates.w) * Math.abs(a);
      const [up, down] = [image(h), image(-h)];
      for (const [i, g] of gradient.entries()) {
        const expected = -speed * g;
        expect(Math.abs((up[i] - down[i]) / (2 * h) - expected)).toBeLessThan(
          1e-5 * (1 + Math.abs(expected)),
        );
      }
    }
  });
});

describe("basins", () => {
  test("for whitened inputs the integrated sign is that of α", () => {
    for (let number = 0; number < 210; number++) {
      const { model, target } = randomCase(number);
      const d = target.length;
      // balanced in one dimension may be on the separatrix, where rounding decides
      if (d === 1 && number % 7 === 1) continue;
      const inputs = Float64Array.from({ length: d * d }, (_, i) => Number(i % (d + 1) === 0));
      expect(basinOf(model, { inputs, labels: target, n: d, d })).toBe(exactSolution(model, target).basin);
    }
  });

  test("for other inputs α's sign can be wrong, and the integrated one is right", () => {
    let differing = 0;
    for (let number = 0; number < 60; number++) {
      const { integer, normals, uniform } = draws(30_000 + number);
      const d = integer(2, 3);
      const regression = randomRegression(40_000 + number, d + 3, d);
      const model = modelOf(normals(d), -uniform(0.5, 3));
      const basin = basinOf(model, regression);
      expect(basin).toBe(Math.sign(integrated(model, regression, 100).a));
      if (basin !== exactSolution(model, rowSpace(regression).target).basin) differing++;
    }
    expect(differing).toBeGreaterThan(0);
  });

  test("a flow into the saddle is not given a sign", () => {
    // ⟨w₀, β*⟩ = 0 and a₀ = 0
    const regression = { inputs: Float64Array.of(1, 0, 0, 2), labels: Float64Array.of(1, 0), n: 2, d: 2 };
    const model = minimalModel(0, [0, 1]);
    expect(basinOf(model, regression, 100)).toBe(0);
    expect(interpolator(model, regression, 0).beta).toEqual(Float64Array.of(0, 0));
  });
});

describe("deep linear networks without imbalance", () => {
  test("the velocity of β is that of the layers, and with one hidden layer the minimal model's", () => {
    const beta = Float64Array.of(0.4, -0.3, 0.2);
    const gradient = Float64Array.of(1, 0.5, -2);
    for (const hidden of [1, 2, 4]) {
      // width 1: β = (Π a)w with every |a| = ‖w‖ = ‖β‖^{1/(L+1)}
      const size = Math.hypot(...beta) ** (1 / (hidden + 1));
      const w = beta.map((value) => value / size ** hidden);
      const pull = w.reduce((sum, value, i) => sum + value * gradient[i], 0);
      const rest = size ** (hidden - 1);
      const velocity = deepVelocity(beta, gradient, hidden);
      for (let i = 0; i < 3; i++) {
        const byW = size ** hidden * -(size ** hidden) * gradient[i];
        const byReadouts = hidden * rest * (-rest * pull) * w[i];
        expect(velocity[i]).toBeCloseTo(byW + byReadouts, 13);
      }
    }
    const m = preconditioner(modelOf(beta, 0), unitRates);
    for (const [i, value] of deepVelocity(beta, gradient, 1).entries())
      expect(value).toBeCloseTo(-gradient.reduce((sum, g, k) => sum + m[3 * i + k] * g, 0), 13);
  });

  test("the interpolator is where integration ends; with one hidden layer it is the minimal model's at δ = 0", () => {
    for (let number = 0; number < 20; number++) {
      const { regression, model } = underdetermined(number);
      const { n, d, inputs, labels } = regression;
      const beta0 = linearMap(model);
      for (const hidden of [1, 2, 3]) {
        const { states, status } = integrate(
          (_t, beta, dy) => {
            const gradient = new Float64Array(d);
            for (let i = 0; i < n; i++) {
              const row = inputs.subarray(i * d, i * d + d);
              const residual = row.reduce((sum, x, k) => sum + x * beta[k], 0) - labels[i];
              for (let k = 0; k < d; k++) gradient[k] += residual * row[k];
            }
            dy.set(deepVelocity(beta, gradient, hidden));
          },
          beta0,
          [1000],
        );
        // a flow that comes near 0 may not get away from it within this time
        if (status !== "reached" || Math.hypot(...states[0]) < 0.05) continue;
        const end = deepInterpolator(beta0, regression, hidden);
        for (const [i, value] of states[0].entries()) expect(value).toBeCloseTo(end[i], 7);
      }
      const balanced = interpolator(modelOf(beta0, 0), regression, 1);
      for (const [i, value] of deepInterpolator(beta0, regression, 1).entries())
        expect(value).toBeCloseTo(balanced.beta[i], 12);
    }
  });

  test("∇Φ at depth 1 is ∇Ψ₀/√2, and bad depths are refused", () => {
    const beta = [0.3, -2];
    for (const [i, value] of deepPotentialGradient(beta, 1).entries())
      expect(Math.SQRT2 * value).toBeCloseTo(potentialGradient(beta, 0, unitRates)[i], 14);
    expect(() => deepPotentialGradient(beta, 0.5)).toThrow("the number of hidden layers is 0.5");
  });
});

describe("bad input", () => {
  test("is refused with the value and what is accepted", () => {
    const regression = randomRegression(1, 2, 3);
    expect(() => rowSpace({ ...regression, d: 4 })).toThrow("X has 6 entries, accepted are n·d = 8");
    expect(() => rowSpace({ ...regression, labels: new Float64Array(3) })).toThrow("y has 3 entries");
    expect(() => rowSpace({ ...regression, n: 0 })).toThrow("n is 0, accepted is a whole number from 1 on");
    expect(() => interpolator(minimalModel(1, [1, 2]), regression, 1)).toThrow(
      "w has 2 entries, accepted are d = 3",
    );
    const nothing = { ...regression, labels: new Float64Array(2) };
    expect(() => interpolator(minimalModel(1, [1, 2, 3]), nothing, 1)).toThrow("β* = X⁺y is 0");
    expect(() => basinOf(minimalModel(1, [1, 2, 3]), regression, 0)).toThrow("the time limit is 0");
  });
});
