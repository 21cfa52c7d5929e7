// The exact flow against the integrated one, and against the numbers and limits that the paper prints.
import { describe, expect, test } from "vitest";
import {
  conserved,
  exactSolution,
  integrate,
  minimalModel,
  modelOf,
  notebookKernelDistance,
  packNeuron,
  polar,
  polarVelocity,
  unitRates,
  whitenedFlow,
  whitenedKernelDistance,
} from "../src/index.ts";
import { kappa } from "../src/minimal-model.ts";
import { randomCase } from "./random-models.ts";

describe("the exact flow", () => {
  test("is the integrated one to 1e-9 over ten thousand random cases", { timeout: 600_000 }, () => {
    let worst = 0;
    for (let number = 0; number < 10_000; number++) {
      const { model, target } = randomCase(number);
      const exact = exactSolution(model, target);
      const times = [0.1, 1, 4].map((t) => t / exact.omega);
      const { status, states } = integrate(whitenedFlow(target, model.rates), packNeuron(model), times);
      expect(status).toBe("reached");
      for (const [i, t] of times.entries()) {
        const { a, w } = exact.at(t);
        const size = Math.max(1, Math.hypot(...states[i]));
        worst = Math.max(
          worst,
          ...packNeuron({ a, w }).map((value, k) => Math.abs(value - states[i][k]) / size),
        );
      }
    }
    expect(worst).toBeLessThan(1e-9);
  });

  test("starts at the start, conserves δ, and β = a·w", () => {
    for (let number = 0; number < 700; number++) {
      const { model, target } = randomCase(number);
      const { rates } = model;
      const exact = exactSolution(model, target);
      for (const t of [0, 0.01, 0.7, 3, 50, 1e4]) {
        const { a, w, beta } = exact.at(t);
        const size = rates.w * a * a + rates.a * Math.hypot(...w) ** 2;
        expect(Math.abs(conserved({ a, w, rates }) - exact.delta)).toBeLessThan(1e-12 * Math.max(1, size));
        expect(Math.abs(kappa(exact.delta, Math.hypot(...beta), rates) - size)).toBeLessThan(
          1e-12 * Math.max(1, size),
        );
        if (t > 0) continue;
        expect(Math.abs(a - model.a)).toBeLessThan(1e-13);
        for (const [i, value] of w.entries())
          expect(Math.abs(value - model.w[i])).toBeLessThan(1e-13 * Math.max(1, size));
      }
    }
  });

  test("reaches its limit at any long time, which solves the task in the basin's sign", () => {
    for (let number = 0; number < 700; number++) {
      const { model, target } = randomCase(number);
      const exact = exactSolution(model, target);
      const late = exact.at(1e3 / exact.exponents.grow + 1e3 / exact.omega);
      for (const state of [late, exact.at(1e150), exact.at(Number.MAX_VALUE), exact.limit]) {
        for (const [i, value] of state.beta.entries())
          expect(Math.abs(value - Math.abs(exact.basin) * target[i])).toBeLessThan(
            1e-12 * Math.hypot(...target),
          );
        expect(Math.sign(state.a)).toBe(exact.basin);
        expect(conserved({ ...state, rates: model.rates })).toBeCloseTo(exact.delta, 10);
      }
    }
  });

  test("a hair beside the separatrix leaves the saddle when it should, on it ends there", () => {
    // δ = −3, β* = (2, 0): with w₀ = (0, w) and a₀ = 0 the growing part is exactly zero
    const target = [2, 0];
    const on = exactSolution(minimalModel(0, [0, Math.sqrt(3)]), target);
    expect(on.basin).toBe(0);
    expect(on.delta).toBeCloseTo(-3, 14);
    expect(on.at(1e300)).toEqual(on.limit);
    expect(on.limit.a).toBe(0);
    for (const a of [1e-12, -1e-12, 1e-300, -1e-300]) {
      const { basin, exponents, at } = exactSolution(minimalModel(a, [0, Math.sqrt(3)]), target);
      expect(basin).toBe(Math.sign(a));
      // |α| is |a|/5: half way out after ln(1/|α|)/r₊
      const leaving = -Math.log(Math.abs(a) / 5) / exponents.grow;
      expect(Math.abs(at(0.9 * leaving).a)).toBeLessThan(0.1);
      expect(Math.abs(at(1.1 * leaving).a)).toBeGreaterThan(0.9);
    }
    const still = exactSolution(minimalModel(0, [0, 0]), target);
    expect(still.at(5).beta).toEqual(Float64Array.of(0, 0));
  });

  test("does not lose digits for δ of any size", () => {
    for (const delta of [1e-12, -1e-12, 1e6, -1e6, 1e12, -1e12]) {
      const model = modelOf([0.3, -0.4], delta);
      const exact = exactSolution(model, [0.5, 0.5]);
      const start = exact.at(0).beta;
      expect(start[0]).toBeCloseTo(0.3, 12);
      expect(start[1]).toBeCloseTo(-0.4, 12);
      // the fit of the magnitude, after one time 1/Ω, and the end
      for (const value of exact.at(1e3 / exact.exponents.grow).beta) expect(value).toBeCloseTo(0.5, 12);
    }
  });

  test("magnitude and alignment move as Eq. 2 says", () => {
    for (let number = 0; number < 350; number++) {
      const { model, target } = randomCase(number);
      const exact = exactSolution(model, target);
      const s = Math.hypot(...target);
      const t = 0.4 / exact.omega;
      const h = 1e-4 / exact.omega;
      const at = (time: number) => polar(exact.at(time), target);
      const now = at(t);
      const expected = polarVelocity(now, exact.delta, s, model.rates);
      // five-point difference, error h⁴
      const slope = (key: "mu" | "phi") =>
        (at(t - 2 * h)[key] - 8 * at(t - h)[key] + 8 * at(t + h)[key] - at(t + 2 * h)[key]) / (12 * h);
      for (const key of ["mu", "phi"] as const)
        expect(Math.abs(slope(key) - expected[key])).toBeLessThan(1e-8 * exact.omega * Math.max(1, s));
    }
  });

  test("equal δ/√(η_aη_w) through rates or through scale gives the same path of β", () => {
    const target = [0.2, 0.9];
    const beta = [-0.7, 0.1];
    for (const delta of [-3, -0.5, 0, 0.5, 3]) {
      const plain = exactSolution(modelOf(beta, delta), target);
      const rates = { a: 0.3, w: 5 };
      const speed = Math.sqrt(rates.a * rates.w);
      const scaled = exactSolution(modelOf(beta, delta * speed, rates), target);
      for (const t of [0.1, 1, 5])
        for (const [i, value] of scaled.at(t / speed).beta.entries())
          expect(value).toBeCloseTo(plain.at(t).beta[i], 12);
    }
  });
});

describe("Fig. 3: d = 2, XᵀX = I, β* = (0, 1), β₀ = (−1, 0)", () => {
  const deltas = [-4, -2, -1, 0, 1, 2, 4];
  const target = [0, 1];
  const flows = deltas.map((delta) => exactSolution(modelOf([-1, 0], delta), target));
  const distance = (flow: (typeof flows)[number], t: number) =>
    whitenedKernelDistance(flow.at(0), flow.at(t), unitRates);
  // printed digits; 1 stands for 1.0000
  const printed: [string, (flow: (typeof flows)[number]) => number, number[]][] = [
    [
      "S(∞)",
      (f) => whitenedKernelDistance(f.at(0), f.limit, unitRates),
      [0.8947, 0.7133, 0.4864, 0.2, 0.0501, 0.0124, 0.0015],
    ],
    ["S(1)", (f) => distance(f, 1), [0.0055, 0.0432, 0.117, 0.116, 0.0386, 0.0109, 0.0014]],
    [
      "S(1) with the notebook's error",
      (f) => notebookKernelDistance(f.at(0), f.at(1), unitRates),
      [0.0591, 0.182, 0.3037, 0.2063, 0.0515, 0.0125, 0.0015],
    ],
    ["S(5)", (f) => distance(f, 5), [0.0284, 0.4414, 0.4777, 0.2, 0.0501, 0.0124, 0.0015]],
    ["μ(1)", (f) => polar(f.at(1), target).mu, [0.0759, 0.2452, 0.4268, 0.6244, 0.8013, 0.9142, 0.9867]],
    ["φ(1)", (f) => polar(f.at(1), target).phi, [0.0659, 0.2041, 0.4164, 0.7616, 0.956, 0.9939, 0.9999]],
    ["φ(5)", (f) => polar(f.at(5), target).phi, [0.1694, 0.7579, 0.9867, 0.9999, 1, 1, 1]],
  ];
  test.each(printed)("%s", (_name, value, expected) => {
    expect(flows.map((flow) => Number(value(flow).toFixed(4)))).toEqual(expected);
  });

  test("the notebook's error moves the transient only, since here a(∞) = a₀", () => {
    for (const flow of flows)
      expect(notebookKernelDistance(flow.at(0), flow.limit, unitRates)).toBeCloseTo(
        whitenedKernelDistance(flow.at(0), flow.limit, unitRates),
        14,
      );
  });

  test("S(∞) = ‖w‖⁴/(2a⁴ + 2a²‖w‖² + ‖w‖⁴)", () => {
    for (const flow of flows) {
      const { a, w } = flow.limit;
      const length = Math.hypot(...w);
      expect(whitenedKernelDistance(flow.at(0), flow.limit, unitRates)).toBeCloseTo(
        length ** 4 / (2 * a ** 4 + 2 * a ** 2 * length ** 2 + length ** 4),
        14,
      );
    }
  });

  test("the released notebook's artanh formula for ν = ⟨w, β*⟩/a agrees inside its range, and is NaN outside", () => {
    const nu = (delta: number, start: number, t: number) => {
      const root = Math.sqrt(4 + delta * delta);
      return 0.5 * (-delta + root * Math.tanh(0.5 * t * root + Math.atanh((delta + 2 * start) / root)));
    };
    for (const [i, delta] of deltas.entries()) {
      const { a, w } = flows[i].at(1.3);
      expect(nu(delta, 0, 1.3)).toBeCloseTo(w[1] / a, 12);
    }
    // |δ + 2ν₀| ≥ √(4s² + δ²): the arcoth branch
    const outside = exactSolution(minimalModel(0.2, [0, 2]), target);
    expect(nu(outside.delta, 10, 1)).toBeNaN();
    expect(outside.at(1).beta[1]).toBeGreaterThan(0);
  });
});

describe("bad input", () => {
  test("is refused with the value and what is accepted", () => {
    expect(() => minimalModel(Number.NaN, [1])).toThrow("a is NaN, accepted is a finite number");
    expect(() => minimalModel(1, [])).toThrow("accepted are d ≥ 1");
    expect(() => minimalModel(1, [1, Infinity])).toThrow("w[1] is Infinity");
    expect(() => minimalModel(1e200, [1])).toThrow("give no finite δ");
    expect(() => minimalModel(1, [1], { a: 0, w: 1 })).toThrow(
      "the learning rate of a is 0, accepted is a finite number above 0",
    );
    expect(() => minimalModel(1, [1], { a: 1, w: -2 })).toThrow("the learning rate of w is -2");
    expect(() => modelOf([1, 0], Infinity)).toThrow("δ is Infinity, accepted is a finite number");
    expect(() => modelOf([0, 0], 1)).toThrow("β is 0");
    const model = minimalModel(1, [1, 2]);
    expect(() => exactSolution(model, [0, 0])).toThrow("β* is 0");
    expect(() => exactSolution(model, [1])).toThrow("β* has 1 entries, accepted are entries of w = 2");
    expect(() => exactSolution(minimalModel(1e150, [1]), [1e-150])).toThrow("float64 can tell from 0");
    for (const t of [-1, Number.NaN, Infinity])
      expect(() => exactSolution(model, [1, 1]).at(t)).toThrow(
        `time is ${t}, accepted is a finite number from 0 on`,
      );
    expect(() => integrate(() => {}, Float64Array.of(1), [2, 1])).toThrow("accepted are ascending times");
  });
});

describe("Dormand–Prince", () => {
  test("integrates the harmonic oscillator and a time-dependent equation", () => {
    const { states, status } = integrate(
      (_t, y, dy) => {
        dy[0] = y[1];
        dy[1] = -y[0];
      },
      Float64Array.of(1, 0),
      [1, 10],
    );
    expect(status).toBe("reached");
    for (const [i, t] of [1, 10].entries()) {
      expect(states[i][0]).toBeCloseTo(Math.cos(t), 10);
      expect(states[i][1]).toBeCloseTo(-Math.sin(t), 10);
    }
    const timed = integrate((t, _y, dy) => dy.fill(3 * t * t), Float64Array.of(0), [0, 2]);
    expect(timed.states[0][0]).toBe(0);
    expect(timed.states[1][0]).toBeCloseTo(8, 12);
  });

  test("the error falls with the tolerance; blow-up and too many steps are outcomes", () => {
    const grow = (_t: number, y: Float64Array, dy: Float64Array) => {
      dy[0] = y[0];
    };
    const errors = [1e-5, 1e-8, 1e-11].map((relative) =>
      Math.abs(integrate(grow, Float64Array.of(1), [3], { relative }).states[0][0] - Math.exp(3)),
    );
    expect(errors[1]).toBeLessThan(errors[0] / 100);
    expect(errors[2]).toBeLessThan(errors[1] / 100);
    const burst = integrate(
      (_t, y, dy) => {
        dy[0] = y[0] ** 2;
      },
      Float64Array.of(1),
      [0.5, 2],
    );
    expect(burst.status).toBe("breakdown");
    expect(burst.states).toHaveLength(1);
    expect(integrate(grow, Float64Array.of(1), [100], { maxSteps: 3 }).status).toBe("max-steps");
  });
});
