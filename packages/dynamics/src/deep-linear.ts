// The deep linear network with L hidden layers and one output, balanced (δ → 0): β̇ = −‖β‖^{2L/(L+1)}(I + Lβ̂β̂ᵀ)Xᵀρ (Arora,
// Cohen & Hazan 2018), and Kunin et al., arXiv 2406.06158, Thm B.10: an interpolating end minimises
//   Φ(β) − ⟨∇Φ(β₀), β⟩,   Φ(β) = (L+1)/(L+2)·‖β‖^{(L+2)/(L+1)},   ∇Φ(β) = ‖β‖^{−L/(L+1)}β.
// L = 1 is the minimal model with unit rates at δ = 0.
import { dot, norm } from "@widthwise/core";
import { checkCount, checkVector } from "./check.ts";
import { combine } from "./combine.ts";
import { type Regression, rowSpace } from "./regression.ts";

/** β̇ [d] for the gradient g = Xᵀ(Xβ − y) [d]; 0 at β = 0. O(d). RangeError unless there is a hidden layer. */
export function deepVelocity(beta: Float64Array, gradient: Float64Array, hiddenLayers: number): Float64Array {
  checkCount("the number of hidden layers", hiddenLayers);
  const square = dot(beta, beta);
  if (square === 0) return new Float64Array(beta.length);
  const scale = -(square ** (hiddenLayers / (hiddenLayers + 1)));
  return combine((hiddenLayers * dot(beta, gradient)) / square, beta, gradient).map((v) => scale * v);
}

/** ∇Φ(β) [d]; 0 at β = 0. O(d). */
export function deepPotentialGradient(beta: ArrayLike<number>, hiddenLayers: number): Float64Array {
  checkCount("the number of hidden layers", hiddenLayers);
  const length = norm(beta);
  const factor = length === 0 ? 0 : length ** (-hiddenLayers / (hiddenLayers + 1));
  return Float64Array.from(beta, (value) => factor * value);
}

/**
 * The end of the flow from β₀ ≠ 0 where it interpolates: P_N∇Φ is conserved, so β(∞) = β* + r^{L/(L+1)}k with
 * k = P_N∇Φ(β₀) and r = ‖β(∞)‖ the root of r² = ‖β*‖² + r^{2L/(L+1)}‖k‖². Thm B.10. O(nd·min(n, d)). RangeError for β₀ = 0.
 */
export function deepInterpolator(
  beta0: Float64Array,
  regression: Regression,
  hiddenLayers: number,
): Float64Array {
  checkVector("β₀", beta0, regression.d, "d");
  if (norm(beta0) === 0) throw new RangeError("β₀ is 0, from where the flow does not move");
  const { target, null: nullPart } = rowSpace(regression);
  const kept = nullPart(deepPotentialGradient(beta0, hiddenLayers));
  const s2 = dot(target, target);
  const k2 = dot(kept, kept);
  const power = hiddenLayers / (hiddenLayers + 1);
  // u = r² is the one fixed point of an increasing concave map; from above, Newton descends to it monotonically
  let u = Math.max(2 * s2, (2 * k2) ** (hiddenLayers + 1));
  for (let last = Infinity; u < last; ) {
    last = u;
    u -= (u - s2 - k2 * u ** power) / (1 - power * k2 * u ** (power - 1));
  }
  return combine(u ** (power / 2), kept, target);
}
