// What each part computes. Every exact number stands beside an integrated one.
import { fillNormals, fillUniforms, norm } from "@widthwise/core";
import {
  exactSolution,
  integrate,
  interpolator,
  interpolatorLimits,
  linearMap,
  type MinimalModel,
  minimalModel,
  modelOf,
  notebookKernelDistance,
  packNeuron,
  polar,
  preconditioner,
  regressionFlow,
  rowSpace,
  type State,
  unitRates,
  unpackNeuron,
  whitenedFlow,
  whitenedKernelDistance,
} from "@widthwise/dynamics";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import type {
  AlignmentJob,
  BasinJob,
  ConditionJob,
  FlowJob,
  InterpolatorJob,
  KernelJob,
  MinimalJob,
  PathJob,
  RandomJob,
  RatesJob,
} from "./jobs.ts";

const statesStream = 44;

/** Aim of the comparison: absolute, for states of order one. */
const AGREEMENT = 1e-9;

export async function runMinimal(job: MinimalJob, context: Context): Promise<Outcome[]> {
  switch (job.part) {
    case "flow":
      return [flow(job)];
    case "interpolator":
      return [interpolators(job)];
    case "basin":
      return [basin(job)];
    case "path":
      return [path(job)];
    case "random":
      return [randomStates(job, context)];
    case "alignment":
      return [alignmentTime(job)];
    case "rates":
      return [ratesOrScale(job)];
    case "kernel":
      return [kernelRates(job, context)];
    case "condition":
      return [notWhitened(job)];
  }
}

/** `points` times up to `until`, evenly in their logarithm. */
function logTimes(until: number, points: number, from = until / 1000): number[] {
  return Array.from({ length: points }, (_, k) => until * (until / from) ** (k / (points - 1) - 1));
}

/** Largest difference of (a, w) between exact states and the integrated flow, against the size of the state where above 1. */
function farthest(model: MinimalModel, target: ArrayLike<number>, times: number[], states: State[]): number {
  const integrated = integrate(whitenedFlow(target, model.rates), packNeuron(model), times);
  if (integrated.status !== "reached") return Number.NaN;
  return Math.max(
    ...states.flatMap((state, i) => {
      const other = integrated.states[i];
      return Array.from(packNeuron(state), (v, k) => Math.abs(v - other[k]) / Math.max(1, norm(other)));
    }),
  );
}

const agreement = (value: number) => ({
  what: "largest difference of (a, w) between exact and integrated flow",
  value,
  reference: 0,
  tolerance: AGREEMENT,
});

const column = (states: readonly State[], k: number) => states.map(({ beta }) => beta[k]);

/** β₀ = (−1, 0), β* = (0, 1), XᵀX = I. */
function flow({ delta, until, points }: FlowJob): Outcome {
  const target = [0, 1];
  const model = modelOf([-1, 0], delta);
  const exact = exactSolution(model, target);
  const times = logTimes(until, points);
  const states = times.map((t) => exact.at(t));
  const start = exact.at(0);
  const distance = (state: State) => whitenedKernelDistance(start, state, unitRates);
  const notebook = (state: State) => notebookKernelDistance(start, state, unitRates);
  const [one, five] = [exact.at(1), exact.at(5)];
  return {
    measures: {
      times,
      mu: states.map((state) => polar(state, target).mu),
      phi: states.map((state) => polar(state, target).phi),
      distance: states.map(distance),
      notebookDistance: states.map(notebook),
      readout: states.map(({ a }) => a),
      along: states.map(({ w }) => w[1]),
      finalDistance: distance(exact.limit),
      distanceAt1: distance(one),
      notebookDistanceAt1: notebook(one),
      distanceAt5: distance(five),
      muAt1: polar(one, target).mu,
      phiAt1: polar(one, target).phi,
      phiAt5: polar(five, target).phi,
    },
    check: agreement(farthest(model, target, times, states)),
  };
}

/** One input X = (0.5, 1), y = 1.1; β₀ = 0.5(0.6(1, −0.5) + 0.4(0.5, 1)). */
function interpolators({ delta, points }: InterpolatorJob): Outcome {
  const regression = { inputs: Float64Array.of(0.5, 1), labels: Float64Array.of(1.1), n: 1, d: 2 };
  const model = modelOf([0.4, 0.05], delta);
  const end = interpolator(model, regression);
  const times = logTimes(200, points, 0.01);
  const { states } = integrate(regressionFlow(regression, unitRates), packNeuron(model), times);
  const paths = [linearMap(model), ...states.map((y) => linearMap(unpackNeuron(y)))];
  const last = paths[paths.length - 1];
  const limits = interpolatorLimits(model, rowSpace(regression), end.basin === -1 ? -1 : 1);
  return {
    measures: {
      path1: paths.map((beta) => beta[0]),
      path2: paths.map((beta) => beta[1]),
      end: Array.from(end.beta),
      upstream: Array.from(limits.upstream),
      downstream: Array.from(limits.downstream),
    },
    check: {
      what: "distance of the closed-form interpolator from the end of the integrated flow",
      value: Math.hypot(last[0] - end.beta[0], last[1] - end.beta[1]),
      reference: 0,
      tolerance: 1e-8,
    },
  };
}

/** Xᵀy = (1, 0.25); a = −4 on the separating surface a r₊ + ⟨w, β*⟩ = 0, then a moved by the offset. */
function basin({ delta, offset, points }: BasinJob): Outcome {
  const target = [1, 0.25];
  const s = norm(target);
  const a = -4;
  const along = (-a * (delta + Math.hypot(delta, 2 * s))) / (2 * s);
  const across = Math.sqrt(Math.max(0, a * a - delta - along * along));
  const w = [(along * target[0] - across * target[1]) / s, (along * target[1] + across * target[0]) / s];
  const model = minimalModel(a + offset, w);
  const exact = exactSolution(model, target);
  const times = logTimes(200, points, 0.01);
  const states = times.map((t) => exact.at(t));
  const { states: integrated } = integrate(whitenedFlow(target, unitRates), packNeuron(model), [200]);
  return {
    measures: {
      times,
      readout: states.map((state) => state.a),
      path1: column(states, 0),
      path2: column(states, 1),
      basin: exact.basin,
    },
    check: {
      what: "sign of a at the end, by its basin and integrated to t = 200",
      value: exact.basin,
      reference: Math.sign(integrated[0][0]),
      tolerance: 0,
    },
  };
}

/** β* = (0.5, 0.5), β₀ of a direction with ‖β₀‖ = 1. */
function path({ delta, from, until, points }: PathJob): Outcome {
  const target = [0.5, 0.5];
  const scale = 1 / norm(from);
  const model = modelOf(
    from.map((value) => scale * value),
    delta,
  );
  const exact = exactSolution(model, target);
  const times = logTimes(until, points);
  const states = times.map((t) => exact.at(t));
  const start = exact.at(0);
  return {
    measures: {
      path1: column([start, ...states], 0),
      path2: column([start, ...states], 1),
    },
    check: agreement(farthest(model, target, times, states)),
  };
}

/** Case k of a job: a fifth each generic, balanced, a = 0, small a, large a; one to four dimensions, rates ¼ … 4. */
function drawn(context: Context, batch: number, k: number): { model: MinimalModel; target: Float64Array } {
  const key = { seed: context.seedOf("minimal-model", batch, k), stream: statesStream };
  const uniform = new Float64Array(4);
  const normal = new Float64Array(10);
  fillUniforms(key, 0, uniform);
  fillNormals(key, uniform.length, normal);
  const d = 1 + Math.floor(4 * uniform[0]);
  const rates = { a: 2 ** (4 * uniform[1] - 2), w: 2 ** (4 * uniform[2] - 2) };
  const w = normal.subarray(1, 1 + d);
  const balanced = Math.sign(normal[0]) * Math.sqrt(rates.a / rates.w) * norm(w);
  const a = [normal[0], balanced, 0, 0.03 * normal[0], 5 * normal[0]][k % 5];
  return { model: minimalModel(a, w, rates), target: normal.subarray(5, 5 + d) };
}

function randomStates({ batch, cases }: RandomJob, context: Context): Outcome {
  let worst = 0;
  let crossings = 0;
  for (let k = 0; k < cases; k++) {
    const { model, target } = drawn(context, batch, k);
    const exact = exactSolution(model, target);
    const times = [0.1, 1, 4].map((t) => t / exact.omega);
    const states = times.map((t) => exact.at(t));
    worst = Math.max(worst, farthest(model, target, times, states));
    if (exact.basin * model.a < 0) crossings++;
  }
  return { measures: { cases, worst, crossings }, check: agreement(worst) };
}

/** β̇ by the layers' own velocities against −Mρ, and against −Mρ with the two rates exchanged; relative to ‖M‖‖ρ‖. */
function kernelRates({ cases }: KernelJob, context: Context): Outcome {
  let worst = 0;
  let exchanged = 0;
  for (let k = 0; k < cases; k++) {
    const { model, target } = drawn(context, -1, k);
    const { a, w, rates } = model;
    const d = w.length;
    const velocity = new Float64Array(1 + d);
    whitenedFlow(target, rates)(0, packNeuron(model), velocity);
    const moved = w.map((value, i) => velocity[0] * value + a * velocity[i + 1]);
    const rho = w.map((value, i) => a * value - target[i]);
    const size = (rates.w * a * a + rates.a * norm(w) ** 2) * norm(rho);
    const away = (m: Float64Array) =>
      Math.hypot(...moved.map((value, i) => value + rho.reduce((sum, r, j) => sum + m[i * d + j] * r, 0))) /
      size;
    worst = Math.max(worst, away(preconditioner(model, rates)));
    exchanged = Math.max(exchanged, away(preconditioner(model, { a: rates.w, w: rates.a })));
  }
  return {
    measures: { cases, worst, exchanged },
    check: {
      what: "largest difference of β̇ from −Mρ over ‖M‖‖ρ‖",
      value: worst,
      reference: 0,
      tolerance: 1e-12,
    },
  };
}

/** From φ = 0.1 to φ = 0.9 with ‖β₀‖ = ‖β*‖ = 1; φ never falls. */
function alignmentTime({ delta }: AlignmentJob): Outcome {
  const target = [0, 1];
  const exact = exactSolution(modelOf([-Math.sqrt(0.99), 0.1], delta), target);
  const phi = (t: number) => polar(exact.at(t), target).phi;
  let [before, after] = [0, 1 / exact.omega];
  while (phi(after) < 0.9) after *= 2;
  for (let k = 0; k < 60; k++) {
    const middle = (before + after) / 2;
    if (phi(middle) < 0.9) before = middle;
    else after = middle;
  }
  const state = exact.at(after);
  return {
    measures: {
      time: after,
      distance: whitenedKernelDistance(exact.at(0), state, unitRates),
      mu: polar(state, target).mu,
    },
  };
}

/** δ at unit rates, and δ√(η_aη_w) at others, from one β₀: β at times in the ratio √(η_aη_w). */
function ratesOrScale({ delta }: RatesJob): Outcome {
  const target = [0, 1];
  const plain = exactSolution(modelOf([-1, 0], delta), target);
  let worst = 0;
  for (const rates of [
    { a: 0.1, w: 1 },
    { a: 1, w: 7 },
    { a: 3, w: 0.2 },
  ]) {
    const speed = Math.sqrt(rates.a * rates.w);
    const other = exactSolution(modelOf([-1, 0], delta * speed, rates), target);
    for (const t of logTimes(20, 30)) {
      const [one, two] = [plain.at(t).beta, other.at(t / speed).beta];
      worst = Math.max(worst, Math.hypot(one[0] - two[0], one[1] - two[1]));
    }
  }
  return {
    measures: { worst },
    check: { what: "largest difference of the paths of β", value: worst, reference: 0, tolerance: 1e-12 },
  };
}

/**
 * XᵀX = diag(c, 1)·2/(1 + c), whose mean eigenvalue is 1, β* = (0, 1), β₀ = (−1, 0) turned by 30° so that no axis is
 * special: how far the flow goes from the whitened one.
 */
function notWhitened({ delta, condition }: ConditionJob): Outcome {
  const turn = ([x, y]: [number, number]): [number, number] => [
    (Math.sqrt(3) * x - y) / 2,
    (x + Math.sqrt(3) * y) / 2,
  ];
  const target = turn([0, 1]);
  const [first, second] = [condition, 1].map((value) => Math.sqrt((2 * value) / (1 + condition)));
  const regression = {
    inputs: Float64Array.of(first, 0, 0, second),
    labels: Float64Array.of(first * target[0], second * target[1]),
    n: 2,
    d: 2,
  };
  const model = modelOf(turn([-1, 0]), delta);
  const exact = exactSolution(model, target);
  const times = logTimes(50 * condition, 60);
  const { states, status } = integrate(regressionFlow(regression, unitRates), packNeuron(model), times, {
    relative: 1e-10,
  });
  const betas = states.map((y) => linearMap(unpackNeuron(y)));
  const off = betas.map((beta, i) => {
    const white = exact.at(times[i]).beta;
    return Math.hypot(beta[0] - white[0], beta[1] - white[1]);
  });
  const last = betas[betas.length - 1];
  return {
    measures: {
      // the way from β₀ to β* has length √2
      deviation: status === "reached" ? Math.max(...off) / Math.SQRT2 : null,
      endError: status === "reached" ? Math.hypot(last[0] - target[0], last[1] - target[1]) : null,
    },
    check: {
      what: "distance of the end from X⁺y, which has full rank",
      value: Math.hypot(last[0] - target[0], last[1] - target[1]),
      reference: 0,
      tolerance: 1e-6,
    },
  };
}
