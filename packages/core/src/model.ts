/**
 * The two-layer network that everything here trains (papers.md B1; sublinear.md):
 *   f(x) = (1/√m) Σ_r a_r max(⟨w_r, x⟩ − b, 0),   r < m (width), w_r ∈ R^d trained, a_r = ±1 fixed,
 * with square loss ½‖f − y‖² on n inputs.
 */
export interface Problem {
  /** inputs [n, d], row-major, unit rows */
  readonly inputs: Float64Array;
  /** labels [n] */
  readonly labels: Float64Array;
  readonly n: number;
  readonly d: number;
  /** m, the number of neurons */
  readonly width: number;
  /** b ≥ 0, the shift of the ReLU */
  readonly shift: number;
  readonly seed: number;
  readonly init: Initialisation;
}

/**
 * `gaussian`: every w_r and a_r drawn on its own.
 * `antisymmetric`: neurons 2s and 2s+1 share w and have a = +1, −1, so that f ≡ 0 at the start.
 */
export type Initialisation = "gaussian" | "antisymmetric";
