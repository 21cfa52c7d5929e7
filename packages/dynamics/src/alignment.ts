// Kunin et al., arXiv 2406.06158, Eq. 2: signed magnitude μ = a‖w‖ and alignment φ = cos∠(w, β*) on whitened inputs.
import { dot, norm } from "@widthwise/core";
import { kappa, type Neuron, type Rates, readoutShare } from "./minimal-model.ts";

/** A neuron against the task β*, in two numbers. */
export interface Polar {
  /** μ = a‖w‖ */
  readonly mu: number;
  /** φ = ⟨w, β*⟩/(‖w‖‖β*‖); NaN where w = 0 has no direction */
  readonly phi: number;
}

/** μ and φ of a neuron against β* [d]. O(d). */
export function polar({ a, w }: Neuron, target: ArrayLike<number>): Polar {
  const length = norm(w);
  return { mu: a * length, phi: dot(w, target) / (length * norm(target)) };
}

/**
 * (μ̇, φ̇): μ̇ = κ(φs − μ) and φ̇ = 2η_aη_w μs(1 − φ²)/(κ − δ), s = ‖β*‖, κ = √(δ² + 4η_aη_w μ²). Eq. 2. O(1).
 */
export function polarVelocity({ mu, phi }: Polar, delta: number, s: number, rates: Rates): Polar {
  const k = kappa(delta, Math.abs(mu), rates);
  // 2η_aη_w μ/(κ − δ) = (κ + δ)/(2μ) = η_w a/‖w‖: of the two forms the one that does not cancel
  const turn =
    delta > 0 ? readoutShare(delta, Math.abs(mu), rates) / mu : (2 * rates.a * rates.w * mu) / (k - delta);
  return { mu: k * (phi * s - mu), phi: mu === 0 && delta <= 0 ? 0 : turn * s * (1 - phi * phi) };
}
