// Kunin et al., arXiv 2406.06158, Thm B.6: singular values of the isotropic two-layer linear network follow a mirror flow,
// d q′(σ)/dt = −∂L/∂σ, with the hyperbolic entropy q of Ghai, Hazan & Singer 2020. Difference: any rates, c = η_aη_w.
import { checkFinite } from "./check.ts";
import { kappa, type Rates } from "./minimal-model.ts";

function checked(delta: number): void {
  checkFinite("δ", delta);
  if (delta === 0)
    throw new RangeError(
      "δ is 0, accepted is any other number: there the entropy is x ln x and unbounded slope",
    );
}

/** q_δ(x) = (2√c·x·asinh(2√c·x/|δ|) − √(4cx² + δ²) + |δ|)/(4c). RangeError for δ = 0. O(1). */
export function hyperbolicEntropy(x: number, delta: number, rates: Rates): number {
  checked(delta);
  const c = rates.a * rates.w;
  return x * entropySlope(x, delta, rates) + (Math.abs(delta) - kappa(delta, Math.abs(x), rates)) / (4 * c);
}

/** q′(x) = asinh(2√c·x/|δ|)/(2√c), the mirror map. RangeError for δ = 0. O(1). */
export function entropySlope(x: number, delta: number, rates: Rates): number {
  checked(delta);
  const root = 2 * Math.sqrt(rates.a * rates.w);
  return Math.asinh((root * x) / Math.abs(delta)) / root;
}

/** q″(x) = 1/κ(x), by which the flow of q′ is that of x. RangeError for δ = 0. O(1). */
export function entropyCurvature(x: number, delta: number, rates: Rates): number {
  checked(delta);
  return 1 / kappa(delta, Math.abs(x), rates);
}
