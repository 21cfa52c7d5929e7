// LSQR: C. Paige, M. Saunders, ACM TOMS 8 (1982), on A = R⁻ᵀJ with a preconditioner from the left. Numbered comments are the
// steps of their §4.1. Differences: what follows x by the same recursion, each at the cost of vectors of length n, are the
// residual r − J x of the unpreconditioned system, and the coefficients g with x = Jᵀg.
import { newCounters, norm } from "@widthwise/core";
import { GolubKahan } from "./golub-kahan.ts";
import type { LinearMap } from "./linear-map.ts";
import { checkSolver, type Outcome, type SolverOptions } from "./solver.ts";

/** How `lsqr` ended, with both forms of the answer. */
export interface LeastNormSolution extends Outcome {
  /** x [p] of least norm with J x ≈ r: the Gauss–Newton step Jᵀ G⁻¹ r itself */
  readonly x: Float64Array;
  /** g [n] with x = Jᵀ g and G g ≈ r, G = J Jᵀ */
  readonly g: Float64Array;
}

/**
 * Solves J x = r, J [n, p] with n ≤ p, for the x of least norm. Works with J where `pcg` works with J Jᵀ: rounding errors
 * grow with cond(J), not with its square. One application of J and Jᵀ, and O(n + p) more, per step. RangeError for options
 * or sizes that do not fit; numerical outcomes are values.
 */
export function lsqr(jacobian: LinearMap, r: Float64Array, options: SolverOptions): LeastNormSolution {
  checkSolver(options, r);
  const { rows: n, cols: p } = jacobian;
  if (r.length !== n) throw new RangeError(`the right-hand side has ${r.length} entries, J has ${n} rows`);
  const { tolerance, maxSteps, preconditioner, counters = newCounters() } = options;
  const x = new Float64Array(p);
  const g = new Float64Array(n);
  const target = norm(r);
  if (target === 0) return { status: "converged", steps: 0, residual: 0, x, g };
  let steps = 0;
  const finish = (status: Outcome["status"]): LeastNormSolution => {
    const product = new Float64Array(n);
    jacobian.apply(x, product);
    for (let i = 0; i < n; i++) product[i] -= r[i];
    const residual = norm(product) / target;
    return { status: residual <= tolerance ? "converged" : status, steps, residual, x, g };
  };

  // (1) initialise: w = v, and with it h and J w, for which w = Jᵀh
  const bidiagonal = new GolubKahan(jacobian, r, preconditioner);
  if (bidiagonal.alpha === 0) return finish("breakdown");
  const rest = r.slice();
  const w = bidiagonal.v.slice();
  const h = bidiagonal.c.slice();
  const jw = new Float64Array(n);
  let rotation: Rotation = {
    phi: 0,
    rho: 1,
    theta: 0,
    cosine: 1,
    phiBar: bidiagonal.beta,
    rhoBar: bidiagonal.alpha,
  };
  let largest = bidiagonal.alpha;
  for (;;) {
    if (norm(rest) <= tolerance * target) return finish("breakdown");
    if (steps >= maxSteps) return finish("max-steps");
    // (2) for each step
    steps++;
    // (3) continue the bidiagonalisation; w was made from the v that J was applied to
    bidiagonal.advance();
    turn(jw, bidiagonal.jv, rotation);
    // (4) construct and apply the next orthogonal transformation
    rotation = rotate(rotation, bidiagonal);
    // (5) update x and w, and what follows them
    const step = rotation.phi / rotation.rho;
    add(x, step, w);
    add(g, step, h);
    add(rest, -step, jw);
    turn(w, bidiagonal.v, rotation);
    turn(h, bidiagonal.c, rotation);
    counters.macs += 6 * p + 8 * n;
    counters.bytesRead += 8 * (8 * p + 14 * n);
    counters.bytesWritten += 8 * (5 * p + 8 * n);
    // (6) test for convergence: the loop's head, and a residual orthogonal to the range of A, to working precision, where
    // nothing is left to gain
    largest = Math.max(largest, rotation.rho);
    const noise = n * 2 ** -52 * largest;
    if (bidiagonal.alpha * Math.abs(rotation.cosine) <= noise || bidiagonal.beta <= noise)
      return finish("breakdown");
  }
}

/** The plane rotation of a step, which turns the lower bidiagonal matrix into the upper bidiagonal one of ρ and θ. */
interface Rotation {
  readonly rho: number;
  readonly theta: number;
  /** entry of the right-hand side that is final, and the one that is turned next */
  readonly phi: number;
  readonly phiBar: number;
  readonly rhoBar: number;
  readonly cosine: number;
}

function rotate({ rhoBar, phiBar }: Rotation, { alpha, beta }: GolubKahan): Rotation {
  const rho = Math.hypot(rhoBar, beta);
  const cosine = rhoBar / rho;
  const sine = beta / rho;
  return {
    rho,
    theta: sine * alpha,
    phi: cosine * phiBar,
    phiBar: sine * phiBar,
    rhoBar: -cosine * alpha,
    cosine,
  };
}

/** w ← v − (θ/ρ)w: the next direction from the next right vector. */
function turn(w: Float64Array, v: Float64Array, { theta, rho }: Rotation): void {
  const ratio = theta / rho;
  for (let k = 0; k < w.length; k++) w[k] = v[k] - ratio * w[k];
}

/** x ← x + step·w */
function add(x: Float64Array, step: number, w: Float64Array): void {
  for (let k = 0; k < x.length; k++) x[k] += step * w[k];
}
