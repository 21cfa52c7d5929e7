// One hidden layer with a piecewise linear activation, f(x) = Σ_k a_k σ(⟨w_k, x⟩), σ(z) = max(z, γz): Kunin et al., arXiv
// 2406.06158, §5. Each neuron conserves its δ_k and moves as a minimal model on the inputs that it sees: with slopes
// c_ki = σ′(⟨w_k, x_i⟩) and ξ_k = Σ_i c_ki x_i ρ_i, β_k = a_k w_k obeys β̇_k = −M_k ξ_k, M_k = η_w a_k²I + η_a w_k w_kᵀ.
import { dot, norm } from "@widthwise/core";
import { checkFinite, checkVector } from "./check.ts";
import type { Neuron, Rates } from "./minimal-model.ts";
import { checkRegression, type Regression } from "./regression.ts";

/** A network as plain data. */
export interface PiecewiseLinear {
  /** readouts [h] */
  readonly a: Float64Array;
  /** first layer [h, d], row-major */
  readonly w: Float64Array;
  /** γ, the slope below 0: 0 for ReLU, 1 for a linear network */
  readonly leak: number;
}

const rowOf = (w: Float64Array, k: number, d: number) => w.subarray(k * d, (k + 1) * d);

function checkNetwork({ a, w, leak }: PiecewiseLinear, d: number): void {
  checkVector("a", a, a.length, "h");
  checkVector("w", w, a.length * d, "h·d");
  checkFinite("the leak", leak);
}

/** c [h, n]: 1 where ⟨w_k, x_i⟩ ≥ 0 (as the paper's code has it at 0), else γ. hnd multiply-adds. */
function slopes(network: PiecewiseLinear, { inputs, n, d }: Regression): Float64Array {
  checkNetwork(network, d);
  const { a, w, leak } = network;
  const c = new Float64Array(a.length * n);
  for (let k = 0; k < a.length; k++)
    for (let i = 0; i < n; i++) c[k * n + i] = dot(rowOf(w, k, d), rowOf(inputs, i, d)) >= 0 ? 1 : leak;
  return c;
}

/** f [n] on the inputs of a regression. 2hnd multiply-adds. RangeError for sizes that do not fit. */
export function piecewiseOutputs(network: PiecewiseLinear, regression: Regression): Float64Array {
  checkRegression(regression);
  const { inputs, n, d } = regression;
  const c = slopes(network, regression);
  const { a, w } = network;
  return Float64Array.from({ length: n }, (_, i) => {
    let f = 0;
    for (let k = 0; k < a.length; k++) f += a[k] * c[k * n + i] * dot(rowOf(w, k, d), rowOf(inputs, i, d));
    return f;
  });
}

/** ξ [h, d], row-major: what each neuron is pulled by. 4hnd multiply-adds. RangeError for sizes that do not fit. */
export function piecewisePulls(network: PiecewiseLinear, regression: Regression): Float64Array {
  const { inputs, labels, n, d } = regression;
  const f = piecewiseOutputs(network, regression);
  const c = slopes(network, regression);
  const xi = new Float64Array(network.w.length);
  for (let k = 0; k < network.a.length; k++)
    for (let i = 0; i < n; i++) {
      const share = c[k * n + i] * (f[i] - labels[i]);
      for (let j = 0; j < d; j++) xi[k * d + j] += share * inputs[i * d + j];
    }
  return xi;
}

/** Gradient flow of ½‖f − y‖²: ȧ_k = −η_a⟨w_k, ξ_k⟩ [h], ẇ_k = −η_w a_k ξ_k [h, d]. Cost and errors of `piecewisePulls`. */
export function piecewiseVelocity(
  network: PiecewiseLinear,
  regression: Regression,
  rates: Rates,
): { a: Float64Array; w: Float64Array } {
  const { d } = regression;
  const xi = piecewisePulls(network, regression);
  return {
    a: network.a.map((_, k) => -rates.a * dot(rowOf(network.w, k, d), rowOf(xi, k, d))),
    w: network.w.map((_, index) => -rates.w * network.a[Math.floor(index / d)] * xi[index]),
  };
}

/** The tangent kernel K [n, n] = Σ_k c_ki ⟨x_i, M_k x_j⟩ c_kj. O(hn²d). RangeError for sizes that do not fit. */
export function piecewiseKernel(
  network: PiecewiseLinear,
  regression: Regression,
  rates: Rates,
): Float64Array {
  checkRegression(regression);
  const { inputs, n, d } = regression;
  const c = slopes(network, regression);
  const kernel = new Float64Array(n * n);
  for (let k = 0; k < network.a.length; k++) {
    const w = rowOf(network.w, k, d);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const x = rowOf(inputs, i, d);
        const z = rowOf(inputs, j, d);
        const m = rates.w * network.a[k] ** 2 * dot(x, z) + rates.a * dot(x, w) * dot(w, z);
        kernel[i * n + j] += c[k * n + i] * m * c[k * n + j];
      }
  }
  return kernel;
}

/** How a neuron of a network grows and turns. */
export interface PolarVelocity {
  /** μ̇_k, μ_k = a_k‖w_k‖ */
  readonly mu: number;
  /** d(w_k/‖w_k‖)/dt [d] */
  readonly direction: Float64Array;
}

/**
 * μ̇ = −κ⟨ŵ, ξ⟩ with κ = √(δ² + 4η_aη_w μ²) = η_w a² + η_a‖w‖², and dŵ/dt = −((κ + δ)/(2μ))(I − ŵŵᵀ)ξ. The factor is
 * η_w a/‖w‖: upstream a neuron turns fast while it hardly grows, which is the rapid rich regime. O(d). RangeError for w = 0.
 */
export function neuronPolarVelocity({ a, w }: Neuron, xi: Float64Array, rates: Rates): PolarVelocity {
  const length = norm(w);
  if (length === 0) throw new RangeError("w is 0 and has no direction");
  const along = dot(w, xi) / length;
  const turn = -(rates.w * a) / length;
  return {
    mu: -(rates.w * a * a + rates.a * length * length) * along,
    direction: w.map((value, i) => turn * (xi[i] - (along * value) / length)),
  };
}
