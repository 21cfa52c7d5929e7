// Kunin et al., arXiv 2406.06158, Thm 3.1: an interpolating end of the flow minimises Ψ_δ(β) − ⟨ψ, β⟩ among the interpolators,
//   Ψ_δ(β) = ⅓(κ − 2δ)√(κ + δ),   κ = √(δ² + 4η_aη_w‖β‖²).
// Differences: any rates (the paper has 1); ψ = sgn(a_∞)√(2/η_w)η_aη_w w₀, which is the paper's ψ_δβ₀/‖β₀‖ times
// sgn(a₀)sgn(a_∞), since without these signs the theorem fails whenever a changes sign, and which needs no β₀ ≠ 0.
import { norm } from "@widthwise/core";
import { kappa, type MinimalModel, type Rates, readoutShare } from "./minimal-model.ts";

/** Ψ_δ(β) of β [d]. O(d). */
export function potential(beta: ArrayLike<number>, delta: number, rates: Rates): number {
  const length = norm(beta);
  const share = readoutShare(delta, length, rates);
  return ((kappa(delta, length, rates) - 2 * delta) * Math.sqrt(2 * share)) / 3;
}

/**
 * ∇Ψ_δ(β) = 2η_aη_w β/√(κ + δ) = sgn(a)√(2/η_w)η_aη_w w [d]: the mirror map, with d∇Ψ/dt = −η_aη_w√(2η_w)|a|·Xᵀρ,
 * mirror descent in a time that runs at the speed |a|. O(d). NaN at β = 0 where δ ≤ 0.
 */
export function potentialGradient(beta: ArrayLike<number>, delta: number, rates: Rates): Float64Array {
  const root = Math.sqrt(2 * readoutShare(delta, norm(beta), rates));
  // where β = 0 and δ ≤ 0 the gradient is any vector of the length √(η_aη_w|δ|): 0/0 here
  return Float64Array.from(beta, (value) => (2 * rates.a * rates.w * value) / root);
}

/** ψ [d] of the model at the start, for an end in the basin sgn(a_∞) = `basin`. O(d). */
export function linearTerm({ w, rates }: MinimalModel, basin: 1 | -1): Float64Array {
  const factor = basin * Math.sqrt(2 / rates.w) * rates.a * rates.w;
  return w.map((value) => factor * value);
}

/** The theorem as printed, ψ_δ = √(η_aη_w(κ₀ − δ)) along β₀ ≠ 0: wrong where a₀ and a_∞ differ in sign. O(d). */
export function printedLinearTerm(beta0: ArrayLike<number>, delta: number, rates: Rates): Float64Array {
  const length = norm(beta0);
  // κ − δ is κ + δ at −δ
  const factor = Math.sqrt(2 * rates.a * rates.w * readoutShare(-delta, length, rates)) / length;
  return Float64Array.from(beta0, (value) => factor * value);
}
