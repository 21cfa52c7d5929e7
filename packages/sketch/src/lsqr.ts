// LSQR: C. Paige, M. Saunders, ACM TOMS 8 (1982), on R⁻ᵀ J with a preconditioner from the left.
// Differences: the residual J x − r of the unpreconditioned system is followed by the recursion of x, and the
// coefficients g with x = Jᵀ g by the recursion of the right vectors, each at the cost of a vector of length n.
import { newCounters, norm } from "@widthwise/core";
import type { LinearMap } from "./linear-map.ts";
import { checkSolver, type Outcome, type SolverOptions } from "./solver.ts";

export interface LeastNormSolution extends Outcome {
  /** x [p] of least norm with J x ≈ r: the Gauss–Newton step Jᵀ G⁻¹ r itself */
  readonly x: Float64Array;
  /** g [n] with x = Jᵀ g and G g ≈ r, G = J Jᵀ */
  readonly g: Float64Array;
}

/**
 * Solves J x = r, J [n, p] with n ≤ p, for the x of least norm. Works with J where `pcg` works with J Jᵀ: rounding errors
 * grow with cond(J), not with its square. One application of J and Jᵀ, and O(n + p) more, a step.
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

  const rest = r.slice();
  const u = r.slice();
  preconditioner?.solveT(u);
  let beta = scaleToUnit(u);
  /** v = Jᵀ c, w = Jᵀ h, jw = J w */
  const v = new Float64Array(p);
  const c = u.slice();
  preconditioner?.solve(c);
  jacobian.applyT(c, v);
  let alpha = scaleToUnit(v);
  const finish = (status: Outcome["status"]): LeastNormSolution => {
    const product = new Float64Array(n);
    jacobian.apply(x, product);
    for (let i = 0; i < n; i++) product[i] -= r[i];
    const residual = norm(product) / target;
    return { status: residual <= tolerance ? "converged" : status, steps, residual, x, g };
  };
  let steps = 0;
  if (alpha === 0) return finish("breakdown");
  for (let i = 0; i < n; i++) c[i] /= alpha;
  const w = v.slice();
  const h = c.slice();
  const jw = new Float64Array(n);
  const jv = new Float64Array(n);
  const next = new Float64Array(n);
  const nextV = new Float64Array(p);
  let phiBar = beta;
  let rhoBar = alpha;
  let theta = 0;
  let rho = 1;
  let largest = alpha;
  for (;;) {
    if (norm(rest) <= tolerance * target) return finish("breakdown");
    if (steps >= maxSteps) return finish("max-steps");
    steps++;
    jacobian.apply(v, jv);
    // w was made from this v: w = v − (theta/rho) w before
    for (let i = 0; i < n; i++) jw[i] = jv[i] - (theta / rho) * jw[i];
    next.set(jv);
    preconditioner?.solveT(next);
    for (let i = 0; i < n; i++) u[i] = next[i] - alpha * u[i];
    beta = scaleToUnit(u);
    next.set(u);
    preconditioner?.solve(next);
    jacobian.applyT(next, nextV);
    for (let k = 0; k < p; k++) v[k] = nextV[k] - beta * v[k];
    alpha = scaleToUnit(v);
    for (let i = 0; i < n; i++) c[i] = alpha === 0 ? 0 : (next[i] - beta * c[i]) / alpha;
    rho = Math.hypot(rhoBar, beta);
    const cosine = rhoBar / rho;
    const sine = beta / rho;
    theta = sine * alpha;
    rhoBar = -cosine * alpha;
    const phi = cosine * phiBar;
    phiBar = sine * phiBar;
    largest = Math.max(largest, rho);
    for (let k = 0; k < p; k++) {
      x[k] += (phi / rho) * w[k];
      w[k] = v[k] - (theta / rho) * w[k];
    }
    for (let i = 0; i < n; i++) {
      g[i] += (phi / rho) * h[i];
      h[i] = c[i] - (theta / rho) * h[i];
      rest[i] -= (phi / rho) * jw[i];
    }
    counters.macs += 6 * p + 8 * n;
    counters.bytesRead += 8 * (8 * p + 14 * n);
    counters.bytesWritten += 8 * (5 * p + 8 * n);
    // the residual is orthogonal to the range of R⁻ᵀJ, to working precision: nothing is left to gain
    if (alpha * Math.abs(cosine) <= n * 2 ** -52 * largest || beta <= n * 2 ** -52 * largest)
      return finish("breakdown");
  }
}

/** x ← x/‖x‖; returns ‖x‖, and leaves a zero vector alone. */
function scaleToUnit(x: Float64Array): number {
  const length = norm(x);
  if (length > 0) for (let i = 0; i < x.length; i++) x[i] /= length;
  return length;
}
