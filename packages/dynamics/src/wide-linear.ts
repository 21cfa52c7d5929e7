// The two-layer linear network f(x) = AᵀWx, β = WᵀA, of Kunin et al., arXiv 2406.06158, §4: W [h, d], A [h, c], data
// X [n, d], Y [n, c], gradient G = Xᵀ(Xβ − Y) [d, c]. η_w AAᵀ − η_a WWᵀ [h, h] is conserved.
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkFinite } from "./check.ts";
import { checkRates, kappa, type Rates, readoutShare } from "./minimal-model.ts";

/** The layers as matrices. */
export interface WideLinear {
  /** A [h, c] */
  readonly a: Matrix;
  /** W [h, d] */
  readonly w: Matrix;
}

/** β = WᵀA [d, c]. hdc multiply-adds. */
export const wideMap = ({ a, w }: WideLinear): Matrix => w.transpose().mmul(a);

/** Δ = η_w AAᵀ − η_a WWᵀ [h, h]; its diagonal holds each neuron's δ. h²(c + d) multiply-adds. */
export function conservedMatrix({ a, w }: WideLinear, rates: Rates): Matrix {
  return Matrix.sub(a.mmul(a.transpose()).mul(rates.w), w.mmul(w.transpose()).mul(rates.a));
}

/** Gradient flow of the layers: Ȧ = −η_a W G [h, c], Ẇ = −η_w A Gᵀ [h, d], for G [d, c]. 2hdc multiply-adds. */
export function wideVelocity({ a, w }: WideLinear, gradient: Matrix, rates: Rates): WideLinear {
  return { a: w.mmul(gradient).mul(-rates.a), w: a.mmul(gradient.transpose()).mul(-rates.w) };
}

/** Thm 4.1: β̇ [d, c] = −(η_w G AᵀA + η_a WᵀW G), for G [d, c]. (h + d)c² + (h + c)d² multiply-adds. */
export function mapVelocity({ a, w }: WideLinear, gradient: Matrix, rates: Rates): Matrix {
  const byReadout = gradient.mmul(a.transpose().mmul(a)).mul(-rates.w);
  const byFirst = w.transpose().mmul(w).mmul(gradient).mul(rates.a);
  return byReadout.sub(byFirst);
}

/** Thm 4.1: M [dc, dc] = Σ_k(η_w a_k a_kᵀ ⊗ I + η_a I ⊗ w_k w_kᵀ) with d vec β/dt = −M vec G, columns stacked. O((dc)²). */
export function widePreconditioner({ a, w }: WideLinear, rates: Rates): Matrix {
  const byReadout = a.transpose().mmul(a).mul(rates.w).kroneckerProduct(Matrix.eye(w.columns));
  return byReadout.add(Matrix.eye(a.columns).kroneckerProduct(w.transpose().mmul(w).mul(rates.a)));
}

/**
 * Eq. 8, Δ = δI: β̇ = −[G√(η_aη_w βᵀβ + δ²I/4) + √(η_aη_w ββᵀ + δ²I/4)G], a closed law of β [d, c]. Holds for h = c where
 * δ > 0, for h = d where δ < 0, and for any h that carries β where δ = 0: what `isotropicNetwork` makes. O(c³ + d³).
 */
export function isotropicVelocity(beta: Matrix, gradient: Matrix, delta: number, rates: Rates): Matrix {
  const root = (gram: Matrix) => squareRoot(gram.mul(rates.a * rates.w), (delta * delta) / 4);
  const right = gradient.mmul(root(beta.transpose().mmul(beta)));
  return right.add(root(beta.mmul(beta.transpose())).mmul(gradient)).neg();
}

/** √(S + shift·I) for symmetric S ⪰ 0. O(size³). */
function squareRoot(s: Matrix, shift: number): Matrix {
  const { eigenvectorMatrix: v, realEigenvalues } = new EigenvalueDecomposition(s, { assumeSymmetric: true });
  const roots = realEigenvalues.map((value) => Math.sqrt(Math.max(0, value) + shift));
  return v.mmul(Matrix.diag(roots)).mmul(v.transpose());
}

/**
 * A network with WᵀA = β [d, c] and Δ = δI: h = c for δ ≥ 0 and d for δ < 0, because η_w AAᵀ ⪰ δI needs c ≥ h and the law of
 * β needs the whole of AᵀA (of WᵀW for δ < 0) to be felt. From β = UΣVᵀ, per singular value as a minimal model. O(c³ + d³).
 * RangeError for an infinite δ or rates that are not positive.
 */
export function isotropicNetwork(beta: Matrix, delta: number, rates: Rates): WideLinear {
  checkFinite("δ", delta);
  checkRates(rates);
  const { rows: d, columns: c } = beta;
  const hidden = delta >= 0 ? c : d;
  // of the side as wide as the network the whole orthogonal matrix, of the other what carries β
  const tall = delta >= 0 ? beta.transpose() : beta;
  const own = fullOrthogonal(tall);
  const a = Matrix.zeros(hidden, c);
  const w = Matrix.zeros(hidden, d);
  for (let k = 0; k < hidden; k++) {
    const mine = own.getColumn(k);
    const image = tall.transpose().mmul(Matrix.columnVector(mine)).to1DArray(); // σ times the other side's vector
    const sigma = Math.hypot(...image);
    const readout = Math.sqrt(readoutShare(delta, sigma, rates) / rates.w);
    const first = Math.sqrt(readoutShare(-delta, sigma, rates) / rates.a);
    const other = image.map((value) => (sigma === 0 ? 0 : value / sigma));
    const [forA, forW] = delta >= 0 ? [mine, other] : [other, mine];
    a.setRow(
      k,
      forA.map((value) => readout * value),
    );
    w.setRow(
      k,
      forW.map((value) => first * value),
    );
  }
  return { a, w };
}

/** Left singular vectors of `matrix` [rows, cols], completed to an orthogonal [rows, rows]. */
function fullOrthogonal(matrix: Matrix): Matrix {
  const { rows, columns } = matrix;
  // zero columns make the decomposition square, and its left factor complete
  const padded = Matrix.zeros(rows, Math.max(rows, columns));
  padded.setSubMatrix(matrix, 0, 0);
  return new SingularValueDecomposition(padded, { autoTranspose: true }).leftSingularVectors;
}

/** Speed of a singular value whose vectors are aligned with the task's value `target`: σ̇ = κ(σ)(target − σ). O(1). */
export function singularValueVelocity(sigma: number, target: number, delta: number, rates: Rates): number {
  return kappa(delta, sigma, rates) * (target - sigma);
}
