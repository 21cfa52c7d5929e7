// The minimal model f(x) = a⟨w, x⟩, β = a·w, of Kunin et al., "Get rich quick", arXiv 2406.06158, §3: gradient flow on
// ½‖Xβ − y‖² with a learning rate for each layer conserves δ = η_w a² − η_a‖w‖² whatever the data.
import { dot, norm } from "@widthwise/core";
import { checkFinite, checkPositive, checkVector } from "./check.ts";

/** Learning rates η of the readout a and of the first layer w. */
export interface Rates {
  readonly a: number;
  readonly w: number;
}

/** η_a = η_w = 1, as in the paper. */
export const unitRates: Rates = { a: 1, w: 1 };

/** f(x) = a⟨w, x⟩ */
export interface Neuron {
  /** readout */
  readonly a: number;
  /** first layer [d] */
  readonly w: Float64Array;
}

/** A neuron with the rates at which its layers learn. */
export interface MinimalModel extends Neuron {
  readonly rates: Rates;
}

/** A neuron with w [d], d ≥ 1, everything finite and both rates positive; RangeError otherwise. O(d). */
export function minimalModel(a: number, w: ArrayLike<number>, rates: Rates = unitRates): MinimalModel {
  checkFinite("a", a);
  checkVector("w", w, w.length, "d");
  if (w.length === 0) throw new RangeError("w has no entries, accepted are d ≥ 1");
  checkRates(rates);
  const model = { a, w: Float64Array.from(w), rates };
  if (!Number.isFinite(conserved(model)))
    throw new RangeError(`a = ${a} and ‖w‖ = ${norm(w)} give no finite δ; accepted is what can be squared`);
  return model;
}

/** RangeError unless both rates are positive and finite. */
export function checkRates(rates: Rates): void {
  checkPositive("the learning rate of a", rates.a);
  checkPositive("the learning rate of w", rates.w);
}

/** δ = η_w a² − η_a‖w‖²: positive upstream, zero balanced, negative downstream. O(d). */
export function conserved({ a, w, rates }: MinimalModel): number {
  return rates.w * a * a - rates.a * dot(w, w);
}

/** β = a·w [d], the linear map that the neuron computes. O(d). */
export function linearMap({ a, w }: Neuron): Float64Array {
  return w.map((value) => a * value);
}

/** κ = √(δ² + 4η_aη_w‖β‖²) = η_w a² + η_a‖w‖² for β of this norm. */
export function kappa(delta: number, betaNorm: number, rates: Rates): number {
  return Math.hypot(delta, 2 * Math.sqrt(rates.a * rates.w) * betaNorm);
}

/** (κ + δ)/2 = η_w a², without the cancellation that δ ≪ 0 would bring. */
export function readoutShare(delta: number, betaNorm: number, rates: Rates): number {
  const k = kappa(delta, betaNorm, rates);
  return delta >= 0 ? (k + delta) / 2 : (2 * rates.a * rates.w * betaNorm ** 2) / (k - delta);
}

/**
 * The neuron that computes β [d] ≠ 0 with imbalance δ: |a| = √((κ + δ)/(2η_w)), w = β/a. Of the two signs of a the
 * positive one by default. O(d). RangeError for β = 0 or an infinite δ, where one layer would vanish and the other be infinite.
 */
export function modelOf(
  beta: ArrayLike<number>,
  delta: number,
  rates: Rates = unitRates,
  sign: 1 | -1 = 1,
): MinimalModel {
  checkFinite("δ", delta);
  checkRates(rates);
  checkVector("β", beta, beta.length, "d");
  const length = norm(beta);
  if (length === 0) throw new RangeError("β is 0, accepted is a vector with a direction");
  const a = sign * Math.sqrt(readoutShare(delta, length, rates) / rates.w);
  return minimalModel(
    a,
    Float64Array.from(beta, (value) => value / a),
    rates,
  );
}
