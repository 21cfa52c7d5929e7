// Preconditioned conjugate gradients: Hestenes & Stiefel 1952; Golub & Van Loan, §11.5.
// Differences: the residual is recomputed before success is claimed, and CG starts anew from there if it had drifted.
import { dot, newCounters, norm } from "@widthwise/core";
import { checkSolver, type Outcome, type SolverOptions } from "./solver.ts";

/** How `pcg` ended, with its answer. */
export interface GramSolution extends Outcome {
  /** g [n] with G g ≈ r */
  readonly x: Float64Array;
}

/**
 * Solves G g = r for symmetric positive definite G [n, n], given by its action out [n] ← G x, with the preconditioner's
 * RᵀR ≈ G. Per step one application of G and of R⁻¹R⁻ᵀ, and 8n multiply-adds; about `expectedSteps` steps with a sketched
 * preconditioner, about ½√κ(G)·ln(2/tolerance) without. RangeError for options or a right-hand side that do not fit;
 * numerical outcomes are values.
 */
export function pcg(
  applyG: (x: Float64Array, out: Float64Array) => void,
  r: Float64Array,
  options: SolverOptions,
): GramSolution {
  checkSolver(options, r);
  const { tolerance, maxSteps, preconditioner, counters = newCounters() } = options;
  const n = r.length;
  const x = new Float64Array(n);
  const target = norm(r);
  if (target === 0) return { status: "converged", steps: 0, residual: 0, x };
  let residual: Float64Array = r.slice();
  let before = 1;
  let steps = 0;
  for (;;) {
    // one run of CG from x, until its own residual is small enough
    const run = descend(residual);
    residual = trueResidual();
    const relative = norm(residual) / target;
    const answer = { steps, residual: relative, x };
    if (relative <= tolerance) return { status: "converged", ...answer };
    if (run !== "small") return { status: run, ...answer };
    if (!(relative < before / 2)) return { status: "breakdown", ...answer };
    before = relative;
  }

  function trueResidual(): Float64Array {
    const out = new Float64Array(n);
    applyG(x, out);
    for (let i = 0; i < n; i++) out[i] = r[i] - out[i];
    counters.macs += n;
    return out;
  }

  function descend(start: Float64Array): "small" | "max-steps" | "breakdown" {
    const rest = start.slice();
    const z = new Float64Array(n);
    const p = new Float64Array(n);
    /** M p for the preconditioner M = RᵀR, by the recursion of p: pᵀGp/pᵀMp is a Rayleigh quotient of M⁻¹G */
    const mp = new Float64Array(n);
    const gp = new Float64Array(n);
    let last = 0;
    let largest = 0;
    while (norm(rest) > tolerance * target) {
      if (steps >= maxSteps) return "max-steps";
      z.set(rest);
      preconditioner?.solveT(z);
      preconditioner?.solve(z);
      const rho = dot(rest, z);
      const beta = last === 0 ? 0 : rho / last;
      last = rho;
      for (let i = 0; i < n; i++) {
        p[i] = z[i] + beta * p[i];
        mp[i] = rest[i] + beta * mp[i];
      }
      applyG(p, gp);
      const curvature = dot(p, gp);
      const quotient = curvature / dot(p, mp);
      largest = Math.max(largest, quotient);
      // a direction in which G does nothing, to working precision
      if (!(quotient > n * 2 ** -52 * largest)) return "breakdown";
      const alpha = rho / curvature;
      for (let i = 0; i < n; i++) {
        x[i] += alpha * p[i];
        rest[i] -= alpha * gp[i];
      }
      steps++;
      counters.macs += 8 * n;
      counters.bytesRead += 8 * 12 * n;
      counters.bytesWritten += 8 * 5 * n;
    }
    return "small";
  }
}
