// Exact gradient flow of the minimal model on whitened inputs (XᵀX = I), Kunin et al., arXiv 2406.06158, §3, by a shorter
// route than the paper's: v = w/a obeys a Riccati equation, so v = P/Q with the linear system
//   Ṗ = −(δ/2)P + η_w β* Q,   Q̇ = η_a⟨β*, P⟩ + (δ/2)Q,   P(0) = w₀, Q(0) = a₀,
// whose eigenvalues are ±Ω, Ω = ½√(δ² + 4η_aη_w s²), s = ‖β*‖. With r± = Ω ± δ/2 and the part of (P, Q) along β* written
// as α(η_w s, r₊)e^{Ωt} + γ(−η_w s, r₋)e^{−Ωt}, the flow is
//   a = (α r₊ e^{r₊t} + γ r₋ e^{−r₋t})/D,   w = (η_w s(α e^{r₊t} − γ e^{−r₋t})β̂ + w⊥)/D,
//   D² = 1 + η_w[α²r₊(e^{2r₊t} − 1) + 4αγ r₊r₋(e^{δt} − 1)/δ + γ²r₋(1 − e^{−2r₋t})].
// One formula for every δ, rate and sign, balanced and a₀ = 0 included, unlike the paper's separate cases.
import { dot, norm } from "@widthwise/core";
import { checkTime, checkVector } from "./check.ts";
import { combine } from "./combine.ts";
import { conserved, linearMap, type MinimalModel, type Neuron } from "./minimal-model.ts";

/** A neuron and the linear map that it computes. */
export interface State extends Neuron {
  /** β = a·w [d] */
  readonly beta: Float64Array;
}

/** The flow at any time, and what is known of it without following it. */
export interface ExactSolution {
  /** δ, the same at all times */
  readonly delta: number;
  /** Ω; the slowest times are 1/r₊ (leaving the saddle) and 1/(2Ω) */
  readonly omega: number;
  /** r₊ and r₋, whose product is η_aη_w s² */
  readonly exponents: { readonly grow: number; readonly decay: number };
  /** sign of a in the end, that of α; 0 on the separatrix, whose points end at the saddle a = 0, ⟨w, β*⟩ = 0 */
  readonly basin: -1 | 0 | 1;
  /** State at time t ≥ 0, however long: nothing overflows. O(d). */
  at(t: number): State;
  /** State for t → ∞. */
  readonly limit: State;
}

/**
 * The flow from `model` for inputs with XᵀX = I and Xᵀy = `target` [d] ≠ 0. O(d). RangeError for a target without a
 * direction, or where δ and ‖β*‖ give rates of growth that float64 cannot hold.
 *
 * @example
 * const flow = exactSolution(minimalModel(1, [0.5, 0]), [0, 1]);
 * flow.at(3).beta; // β(3) [2]
 */
export function exactSolution(model: MinimalModel, target: ArrayLike<number>): ExactSolution {
  const { a: a0, w: w0, rates } = model;
  checkVector("β*", target, w0.length, "entries of w");
  const s = norm(target);
  if (s === 0) throw new RangeError("β* is 0, accepted is a target with a direction");
  const delta = conserved(model);
  const product = rates.a * rates.w * s * s;
  const omega = Math.hypot(delta / 2, Math.sqrt(rates.a * rates.w) * s);
  // r₊r₋ = η_aη_w s² gives the smaller of the two without cancellation
  const larger = omega + Math.abs(delta) / 2;
  const smaller = product / larger;
  if (!(smaller > 0 && larger < Infinity))
    throw new RangeError(
      `δ = ${delta} and ‖β*‖ = ${s} give rates of growth ${larger} and ${smaller}; accepted is what float64 can tell from 0 and ∞`,
    );
  const grow = delta >= 0 ? larger : smaller;
  const decay = delta >= 0 ? smaller : larger;

  const unit = Float64Array.from(target, (value) => value / s);
  const along = dot(w0, unit);
  const across = combine(-along, unit, w0);
  const step = rates.w * s;
  const alpha = (a0 + (along * decay) / step) / (2 * omega);
  const gamma = (a0 - (along * grow) / step) / (2 * omega);
  const basin = Math.sign(alpha) as -1 | 0 | 1;

  const state = (a: number, wAlong: number, kept: number): State => {
    const w = across.map((value, i) => kept * value + wAlong * unit[i]);
    return { a, w, beta: linearMap({ a, w }) };
  };

  return {
    delta,
    omega,
    exponents: { grow, decay },
    basin,
    at(t) {
      checkTime(t);
      // everything below stands for itself times e^{−shift}, shift = max(0, r₊t + ln|α|): D would overflow
      const growth = alpha === 0 ? -Infinity : grow * t + Math.log(Math.abs(alpha));
      const scale = Math.exp(-Math.max(0, growth));
      const up = basin * Math.exp(Math.min(0, growth)); // α e^{r₊t}
      const down = gamma * Math.exp(-decay * t) * scale; // γ e^{−r₋t}
      // αγ(e^{δt} − 1)/δ; for δ > 0 the factor e^{δt} is in up·down
      const both = (delta > 0 ? up * down : alpha * scale * (gamma * scale)) * saturating(Math.abs(delta), t);
      const squared =
        scale ** 2 +
        rates.w *
          (-grow * up ** 2 * Math.expm1(-2 * grow * t) +
            4 * product * both -
            decay * (gamma * scale) ** 2 * Math.expm1(-2 * decay * t));
      const d = Math.sqrt(squared);
      return state((grow * up + decay * down) / d, (step * (up - down)) / d, scale / d);
    },
    get limit() {
      if (basin === 0) return state(0, 0, 1 / Math.sqrt(1 + rates.w * decay * gamma ** 2));
      return state(basin * Math.sqrt(grow / rates.w), basin * s * Math.sqrt(rates.w / grow), 0);
    },
  };
}

/** (1 − e^{−rate·t})/rate for rate ≥ 0, which is t at rate 0. */
function saturating(rate: number, t: number): number {
  return rate * t === 0 ? t : -Math.expm1(-rate * t) / rate;
}
