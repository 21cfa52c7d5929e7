// Losses, optimisers, iterative linearisation and Gauss–Newton against their identities.
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { choleskyFactor, choleskySolve, dot } from "@widthwise/core";
import { describe, expect, it } from "vitest";
import {
  evaluate,
  gaussNewtonStep,
  IterativeLinearisation,
  innerDescentStep,
  losses,
  type OptimiserOptions,
  tangentKernel,
  tangentModel,
} from "../src/index.ts";
import { cases } from "./cases.ts";
import { openTf } from "./engines.ts";
import { differenceJacobian } from "./float64.ts";
import { direction, expectClose, joined, made, numbers, read } from "./made.ts";

const tf = (await openTf("cpu"))!;
const smooth = cases.find(({ name }) => name.includes("tanh"))!;
/** Targets [3, 2]. */
const y = numbers(6, 4);
const targets = tf.tensor2d(Float32Array.from(y), [3, 2]);
const { square } = losses;

const optimisers: OptimiserOptions[] = [
  { kind: "sgd", rate: 0.2 },
  { kind: "momentum", rate: 0.05, momentum: 0.9 },
  { kind: "adam", rate: 0.01 },
];

/** tfjs's own optimiser of that kind. */
function own(options: OptimiserOptions) {
  if (options.kind === "sgd") return tf.train.sgd(options.rate);
  if (options.kind === "momentum") return tf.train.momentum(options.rate, options.momentum);
  return tf.train.adam(options.rate, 0.9, 0.999, 1e-8);
}

describe("iterative linearisation", () => {
  it.each(optimisers)("with K = 1 is ordinary training, step for step: $kind", (options) => {
    for (const loss of Object.values(losses)) {
      const { network, inputs, parameters } = made(tf, smooth);
      const labels = loss === square ? targets : (tf.oneHot(tf.tensor1d([0, 1, 1], "int32"), 2) as Tensor2D);
      const training = new IterativeLinearisation(network, parameters, {
        loss,
        optimiser: options,
        every: 1,
      });
      const variables = parameters.map((tensor) => tf.variable(tensor));
      const optimiser = own(options);
      for (let step = 0; step < 30; step++) {
        training.step(inputs, labels as Tensor2D);
        const objective = () =>
          loss.value(tf, network.forward(variables, inputs), labels as Tensor2D) as never;
        optimiser.minimize(objective);
        expectClose(read(training.parameters), read(variables));
      }
      expect(training.updates).toBe(29);
      training.dispose();
    }
  });

  it("with K = ∞ follows kernel regression, on the training examples and off them", async () => {
    const { network, exact, examples, inputs, parameters } = made(tf, smooth);
    const rate = 0.3;
    const training = new IterativeLinearisation(network, parameters, {
      loss: square,
      optimiser: { kind: "sgd", rate },
      every: Infinity,
    });
    const other = examples.map(({ shape, data }) => ({ shape, data: data.map((x) => -x) }));
    const otherInputs = tf.neg(inputs);
    // r ← r − (η/n) Θ r; off the training examples f ← f − (η/n) Θ(·, X) r
    const j = differenceJacobian(smooth.oracle, exact, examples);
    const jOther = differenceJacobian(smooth.oracle, exact, other);
    const f = Float64Array.from(examples.flatMap((x) => Array.from(smooth.oracle(exact, x))));
    const fOther = Float64Array.from(other.flatMap((x) => Array.from(smooth.oracle(exact, x))));
    for (let step = 0; step < 200; step++) {
      const r = f.map((value, i) => value - y[i]);
      training.step(inputs, targets);
      for (let i = 0; i < 6; i++) {
        const moved = (row: Float64Array) =>
          r.reduce((sum, rk, k) => sum + (rate / 3) * dot(row, j[k]) * rk, 0);
        f[i] -= moved(j[i]);
        fOther[i] -= moved(jOther[i]);
      }
      if (step % 20 > 0) continue;
      const outputs = (x: typeof inputs) =>
        tf.tidy(() => training.model.forward(training.parameters, x).dataSync());
      expectClose(outputs(inputs), f);
      expectClose(outputs(otherInputs), fOther);
    }
    expect(training.updates).toBe(0);
    expect(Math.hypot(...f.map((value, i) => value - y[i]))).toBeLessThan(0.5 * Math.hypot(...y));
    training.dispose();
  });

  it.each([
    { every: 3, until: Infinity },
    { every: 1, until: 4 },
  ])("follows its definition in float64: every $every until $until", ({ every, until }) => {
    const { network, exact, examples, inputs, parameters } = made(tf, smooth);
    const rate = 0.2;
    const optimiser = { kind: "sgd", rate } as const;
    const training = new IterativeLinearisation(network, parameters, {
      loss: square,
      optimiser,
      every,
      until,
    });
    const theta = exact.map(({ shape, data }) => ({ shape, data: data.slice() }));
    let at = theta;
    let [j, f]: [Float64Array[], Float64Array] = [[], new Float64Array()];
    for (let step = 0; step < 10; step++) {
      if (step === 0 || (step % every === 0 && step <= until)) {
        at = theta.map(({ shape, data }) => ({ shape, data: data.slice() }));
        j = differenceJacobian(smooth.oracle, at, examples);
        f = Float64Array.from(examples.flatMap((x) => Array.from(smooth.oracle(at, x))));
      }
      const moved = joined(theta).map((value, k) => value - joined(at)[k]);
      const r = f.map((value, i) => value + dot(j[i], moved) - y[i]);
      let column = 0;
      for (const { data } of theta)
        for (let k = 0; k < data.length; k++, column++)
          data[k] -= (rate / 3) * r.reduce((sum, ri, i) => sum + ri * j[i][column], 0);
      training.step(inputs, targets);
      expectClose(read(training.parameters), joined(theta));
      expectClose(read(training.linearisedAt), joined(at));
    }
    training.dispose();
  });

  it("solves the inner problem to a residual, and says when steps run out", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const options = { loss: square, optimiser: { kind: "adam", rate: 0.05 }, every: Infinity } as const;
    const training = new IterativeLinearisation(network, parameters, options);
    const short = await training.solveInner(inputs, targets, { tolerance: 1e-2, maxSteps: 3 });
    expect(short).toMatchObject({ status: "max-steps", steps: 3 });
    const solved = await training.solveInner(inputs, targets, { tolerance: 1e-2, maxSteps: 2000 });
    expect(solved.status).toBe("converged");
    expect(solved.residual).toBeLessThanOrEqual(1e-2);
    expect(training.updates).toBe(0);
    training.relinearise();
    expect(training.updates).toBe(1);
    training.dispose();
  });

  it("names a period that is none", () => {
    const { network, parameters } = made(tf, smooth);
    const optimiser = { kind: "sgd", rate: 0.1 } as const;
    expect(
      () => new IterativeLinearisation(network, parameters, { loss: square, optimiser, every: 0 }),
    ).toThrow("every is 0, accepted are whole numbers from 1 on and Infinity");
  });
});

describe("the linearised network", () => {
  it("touches the network at θ_s and is affine in θ", () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const v = direction(network, 31);
    const model = tangentModel(network, parameters);
    const at = (step: number) =>
      model
        .forward(
          parameters.map((t, k) => tf.add(t, tf.mul(v.tensors[k], step))),
          inputs,
        )
        .dataSync();
    const f = network.forward(parameters, inputs).dataSync();
    expectClose(at(0), f);
    const [one, minusTwo] = [at(1), at(-2)];
    expectClose(
      minusTwo,
      f.map((value, i) => value - 2 * (one[i] - value)),
    );
    const copy = parameters.map((t) => tf.add(t, 0.1));
    const forward = model.jvp(copy, inputs, v.tensors);
    expectClose(
      forward.tangent.dataSync(),
      one.map((value, i) => value - f[i]),
    );
    expectClose(forward.value.dataSync(), model.forward(copy, inputs).dataSync());
  });
});

describe("damped Gauss–Newton", () => {
  const damping = 0.3;

  /** θ + δ with δ the minimiser of ½‖f + Jδ − y‖² + ½λ‖δ‖², by its normal equations in float64. */
  function leastSquares(): { theta: Float64Array; delta: Float64Array } {
    const { exact, examples } = made(tf, smooth);
    const j = differenceJacobian(smooth.oracle, exact, examples);
    const f = examples.flatMap((x) => Array.from(smooth.oracle(exact, x)));
    const p = j[0].length;
    const gram = Float64Array.from({ length: p * p }, (_, ab) => {
      const [a, b] = [Math.floor(ab / p), ab % p];
      return j.reduce((sum, row) => sum + row[a] * row[b], a === b ? damping : 0);
    });
    const delta = Float64Array.from(
      { length: p },
      (_, a) => -j.reduce((sum, row, i) => sum + row[a] * (f[i] - y[i]), 0),
    );
    choleskyFactor(gram, p);
    choleskySolve(gram, p, delta);
    const theta = joined(exact).map((value, k) => value + delta[k]);
    return { theta, delta };
  }

  /** Conjugate gradients without refinements, for a system of six. */
  const cg = (apply: (x: Float64Array, out: Float64Array) => void, r: Float64Array) => {
    const [x, rest, p, ap] = [new Float64Array(r.length), r.slice(), r.slice(), new Float64Array(r.length)];
    for (let step = 0; step < 12; step++) {
      const before = dot(rest, rest);
      if (before < 1e-20) break;
      apply(p, ap);
      const alpha = before / dot(p, ap);
      for (let i = 0; i < x.length; i++) {
        x[i] += alpha * p[i];
        rest[i] -= alpha * ap[i];
      }
      const beta = dot(rest, rest) / before;
      for (let i = 0; i < x.length; i++) p[i] = rest[i] + beta * p[i];
    }
    return { x, status: "converged" };
  };

  it.each([
    ["dual", "dual"],
    ["primal", "primal"],
    ["conjugate gradients", cg],
  ] as const)("is the regularised least-squares solution: %s", async (_, by) => {
    const { network, inputs, parameters } = made(tf, smooth);
    const before = tf.memory().numTensors;
    const step = await gaussNewtonStep(network, parameters, inputs, targets, { damping, by });
    if (step.parameters === undefined) throw new Error(step.status);
    const moved = read(step.parameters);
    tf.dispose(step.parameters);
    expect(tf.memory().numTensors).toBe(before);
    const { theta, delta } = leastSquares();
    expectClose(moved, theta);
    expectClose(
      moved.map((value, k) => value - read(parameters)[k]),
      delta,
      1e-4,
    );
  });

  it("returns a failed solve as a value", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const by = (_: unknown, r: Float64Array) => ({ x: r, status: "max-steps" });
    const step = await gaussNewtonStep(network, parameters, inputs, targets, { damping, by });
    expect(step).toEqual({ status: "max-steps", parameters: undefined });
    await expect(gaussNewtonStep(network, parameters, inputs, targets, { damping: 0, by })).rejects.toThrow(
      "damping is 0, accepted is a number above 0",
    );
  });

  it("matches K steps of the inner problem to first order where eigenvalues are small", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const [rate, steps] = [1e-5, 100];
    const training = new IterativeLinearisation(network, parameters, {
      loss: square,
      // the loss is a mean over 3 examples, innerDescentStep speaks of a sum
      optimiser: { kind: "sgd", rate: 3 * rate },
      every: Infinity,
    });
    for (let step = 0; step < steps; step++) training.step(inputs, targets);
    const damped = await gaussNewtonStep(network, parameters, inputs, targets, {
      damping: 1 / (rate * steps),
      by: "dual",
    });
    const kernel = await tangentKernel(network, { parameters, inputs });
    const trace = [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + kernel[i * 7], 0);
    const start = read(parameters);
    const difference = (theta: Float64Array) => theta.map((value, k) => value - start[k]);
    const [early, gn] = [difference(read(training.parameters)), difference(read(damped.parameters!))];
    // both are ηK Jᵀr(1 + O(ηKσ²)); float32 rounds each coordinate of θ at 2^-24, up to 100 times
    const relative = rate * steps * trace + (100 * 2 ** -24 * Math.sqrt(start.length)) / Math.hypot(...gn);
    expect(Math.hypot(...early.map((value, k) => value - gn[k]))).toBeLessThan(relative * Math.hypot(...gn));
    training.dispose();
  });
});

describe("a period of descent in closed form", () => {
  it("is that many steps on the linearised network", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const [rate, steps] = [0.05, 60];
    const before = tf.memory().numTensors;
    const step = await innerDescentStep(network, parameters, inputs, targets, { rate, steps });
    expect(step.status).toBe("solved");
    // the loss is a mean over 3 examples, the rate that of a sum
    const training = new IterativeLinearisation(network, parameters, {
      loss: square,
      optimiser: { kind: "sgd", rate: 3 * rate },
      every: Infinity,
    });
    for (let k = 0; k < steps; k++) training.step(inputs, targets);
    expectClose(read(step.parameters!), read(training.parameters), 1e-4);
    training.dispose();
    tf.dispose(step.parameters!);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("of endless steps interpolates the targets in the linear model, as undamped Gauss–Newton", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const endless = { rate: 1e-3, steps: Infinity };
    const { parameters: moved } = await innerDescentStep(network, parameters, inputs, targets, endless);
    const model = tangentModel(network, parameters);
    expectClose(model.forward(moved!, inputs).dataSync(), y, 1e-3);
  });

  it("says when descent would diverge, and names bad input", async () => {
    const { network, inputs, parameters } = made(tf, smooth);
    const run = (rate: number, steps: number) =>
      innerDescentStep(network, parameters, inputs, targets, { rate, steps });
    expect(await run(1e3, 10)).toEqual({ status: "unstable", parameters: undefined });
    await expect(run(0, 10)).rejects.toThrow("rate is 0, accepted is a number above 0");
    await expect(run(0.1, 0)).rejects.toThrow("steps is 0, accepted are numbers from 1 on");
  });
});

describe("accuracy", () => {
  it("of a single output is that of its sign", async () => {
    const model = {
      tf,
      forward: (_: unknown, inputs: unknown) => inputs,
    } as unknown as Parameters<typeof evaluate>[0];
    const f = tf.tensor2d([[2], [-1], [0.5], [-3]]);
    const signs = tf.tensor2d([[1], [1], [1], [-1]]);
    expect((await evaluate(model, [], f, signs, square, 3)).accuracy).toBe(0.75);
  });
});
