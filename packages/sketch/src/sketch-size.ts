// How many rows a sketch needs, theorem by theorem, so that with probability at least 1 − failure every x in a fixed
// n-dimensional subspace has (1 − ε)‖x‖ ≤ ‖S x‖ ≤ (1 + ε)‖x‖ (`distortion` ε on lengths, not on squares).
import { type Kind, paddedOrder } from "./distribution.ts";

/** What `theoreticalRows` is asked to guarantee. */
export interface Embedding {
  /** n, the dimension of the subspace: the number of outputs of J */
  readonly dimension: number;
  /** p, the ambient dimension: the number of parameters; used by the SRHT alone */
  readonly ambient: number;
  /** ε, 0 < ε < 1: Brand et al. 2021 take 0.1 */
  readonly distortion: number;
  /** ρ, 0 < ρ < 1 */
  readonly failure: number;
}

/**
 * Rows that the theorem for this kind asks for; RangeError unless distortion and failure lie between 0 and 1. In
 * practice 4n to 8n do (`practicalRows`): the bounds are for the worst subspace, and a preconditioner needs no small
 * distortion, since its steps depend on n/rows only.
 */
export function theoreticalRows(
  kind: Kind,
  { dimension: n, ambient: p, distortion: e, failure }: Embedding,
): number {
  if (!(e > 0 && e < 1)) throw new RangeError(`distortion is ${e}, accepted is a number between 0 and 1`);
  if (!(failure > 0 && failure < 1))
    throw new RangeError(`failure probability is ${failure}, accepted is a number between 0 and 1`);
  switch (kind) {
    case "gaussian":
      // singular values of S U within 1 ± (√n + t)/√rows but for probability 2·exp(−t²/2): Davidson & Szarek 2001, Thm II.13
      return Math.ceil(((Math.sqrt(n) + Math.sqrt(2 * Math.log(2 / failure))) / e) ** 2);
    case "srht": {
      // squares within 1 ± e: Boutsidis & Gittens 2013 (SRHT, after Tropp 2011), whose ε is the square of
      // ours, for failure 3δ; constants quoted from memory
      const delta = failure / 3;
      const rows =
        (6 / e ** 2) * (Math.sqrt(n) + Math.sqrt(8 * Math.log(p / delta))) ** 2 * Math.log(n / delta);
      // all rows: an isometry
      return Math.min(Math.ceil(rows), paddedOrder(p));
    }
    case "count-sketch":
      // squares within 1 ± e by the second moment of ‖UᵀSᵀSU − I‖_F: Nelson & Nguyễn 2013, Thm 3
      return Math.ceil((n * n + n) / (e ** 2 * failure));
    case "sparse-sign":
      // order of magnitude only, constant taken as 1, with nnz = log(n/ρ)/ε: Cohen 2016
      return Math.ceil((n * Math.log(n / failure + 1)) / e ** 2);
  }
}

/** 4n: distortion about one half, CG gains a factor 2 per step. Avron, Maymounkov & Toledo 2010 (Blendenpik) take 4n too. */
export const practicalRows = (n: number) => 4 * n;

/**
 * Condition number of the preconditioned Gram matrix to expect, ((1 + √(n/s))/(1 − √(n/s)))²: the limit law of singular
 * values of an s × n Gaussian matrix (Bai & Yin 1993), whatever the conditioning of G.
 */
export const expectedCondition = (n: number, rows: number) =>
  ((1 + Math.sqrt(n / rows)) / (1 - Math.sqrt(n / rows))) ** 2;

/** Steps of CG to a relative error in the energy norm, 2·q^steps with q = (√κ − 1)/(√κ + 1) = √(n/s): Chebyshev's bound. */
export const expectedSteps = (n: number, rows: number, tolerance: number) =>
  Math.ceil(Math.log(2 / tolerance) / Math.log(Math.sqrt(rows / n)));

/**
 * ε₀ = √(λ/n)/6: relative residual that Brand, Peng, Song & Weinstein 2021 (arXiv 2006.11648) ask of each solve, for a
 * Gram matrix with least eigenvalue λ and n outputs. In practice 1e-3 does.
 */
export const theoreticalTolerance = (leastEigenvalue: number, n: number) =>
  Math.sqrt(leastEigenvalue / n) / 6;
