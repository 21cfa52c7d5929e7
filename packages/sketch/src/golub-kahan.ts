// Golub–Kahan bidiagonalisation of A = R⁻ᵀJ from the vector R⁻ᵀr: "Bidiag 1" of C. Paige, M. Saunders, ACM TOMS 8 (1982), §3.
// Difference: beside v the coefficients c with v = Jᵀc are kept, so that whatever is made of right vectors is known in both
// forms.
import { norm } from "@widthwise/core";
import type { LinearMap } from "./linear-map.ts";
import type { Factor } from "./preconditioner.ts";

/** One pair of vectors at a time: β_{k+1}u_{k+1} = A v_k − α_k u_k and α_{k+1}v_{k+1} = Aᵀu_{k+1} − β_{k+1}v_k. */
export class GolubKahan {
  /** u_k [n], of length 1 */
  readonly u: Float64Array;
  /** v_k [p], of length 1 */
  readonly v: Float64Array;
  /** c [n] with v_k = Jᵀc */
  readonly c: Float64Array;
  /** J v_{k−1} [n], on which the last step was made; zeros before it */
  readonly jv: Float64Array;
  alpha: number;
  beta: number;
  readonly #jacobian: LinearMap;
  readonly #preconditioner: Factor | undefined;
  /** R⁻¹u_k [n], and JᵀR⁻¹u_k [p] */
  readonly #image: Float64Array;
  readonly #next: Float64Array;

  /** β₁u₁ = R⁻ᵀr and α₁v₁ = Aᵀu₁; α₁ = 0, and v of length 0, where Aᵀr is 0. One application of Jᵀ. */
  constructor(jacobian: LinearMap, r: Float64Array, preconditioner: Factor | undefined) {
    const { rows: n, cols: p } = jacobian;
    this.#jacobian = jacobian;
    this.#preconditioner = preconditioner;
    this.#image = new Float64Array(n);
    this.#next = new Float64Array(p);
    this.jv = new Float64Array(n);
    this.u = r.slice();
    preconditioner?.solveT(this.u);
    this.beta = scaleToUnit(this.u);
    this.c = this.u.slice();
    preconditioner?.solve(this.c);
    this.v = new Float64Array(p);
    jacobian.applyT(this.c, this.v);
    this.alpha = scaleToUnit(this.v);
    for (let i = 0; i < n && this.alpha > 0; i++) this.c[i] /= this.alpha;
  }

  /** k ← k + 1. One application of J and of Jᵀ, 2p + 3n multiply-adds more. */
  advance(): void {
    const { u, v, c, jv } = this;
    const image = this.#image;
    const next = this.#next;
    this.#jacobian.apply(v, jv);
    image.set(jv);
    this.#preconditioner?.solveT(image);
    for (let i = 0; i < u.length; i++) u[i] = image[i] - this.alpha * u[i];
    this.beta = scaleToUnit(u);
    image.set(u);
    this.#preconditioner?.solve(image);
    this.#jacobian.applyT(image, next);
    for (let k = 0; k < v.length; k++) v[k] = next[k] - this.beta * v[k];
    this.alpha = scaleToUnit(v);
    for (let i = 0; i < c.length; i++)
      c[i] = this.alpha === 0 ? 0 : (image[i] - this.beta * c[i]) / this.alpha;
  }
}

/** x ← x/‖x‖; returns ‖x‖, and leaves a zero vector alone. */
function scaleToUnit(x: Float64Array): number {
  const length = norm(x);
  if (length > 0) for (let i = 0; i < x.length; i++) x[i] /= length;
  return length;
}
