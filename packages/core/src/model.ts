// The two-layer network that is trained throughout, as plain data.

/**
 * A training problem for the shifted-ReLU network of Song, Yang & Zhang, arXiv 2110.04622, and Deng et al., arXiv
 * 2208.04508:
 *   f(x) = (1/√m) Σ_r a_r max(⟨w_r, x⟩ − b, 0),   r < m (width), w_r ∈ R^d trained, a_r = ±1 fixed,
 * with square loss ½‖f − y‖² on n inputs. Deng et al. write max(z, b) instead: the gradients are the same, and f differs by
 * (b/√m) Σ_r a_r, which depends on no input.
 */
export interface Problem {
  /** inputs [n, d], row-major, unit rows */
  readonly inputs: Float64Array;
  /** labels [n] */
  readonly labels: Float64Array;
  /** number of inputs */
  readonly n: number;
  /** dimension of the inputs */
  readonly d: number;
  /** m, the number of neurons */
  readonly width: number;
  /** b ≥ 0, the shift of the ReLU */
  readonly shift: number;
  /** of every draw: integer, 0 ≤ seed < 2^53 */
  readonly seed: number;
  readonly init: Initialisation;
}

/**
 * `gaussian`: every w_r and a_r drawn on its own.
 * `antisymmetric`: neurons 2s and 2s+1 share w and have a = +1, −1, so that f ≡ 0 at the start.
 */
export type Initialisation = "gaussian" | "antisymmetric";
