// Damped Gauss–Newton for the square loss: δ minimises ½‖f + Jδ − y‖² + ½λ‖δ‖², in closed form
//   primal δ = −(JᵀJ + λI)⁻¹ Jᵀ(f − y),   dual δ = −Jᵀ(JJᵀ + λI)⁻¹(f − y),
// the latter that of Cai et al., arXiv 1905.11675, at λ = 0. Goldwaser & Ge, arXiv 2211.12345, take it with damping as
// the limit of long periods between feature updates.
import { choleskyFactor, choleskySolve } from "@widthwise/core";
import { fullRows } from "./full-rows.ts";
import { type LinearisedStep, residualAt, stepAlong } from "./linearised-step.ts";
import { type Parameters, plus, unflat } from "./model.ts";
import type { Network } from "./network.ts";
import { tangentKernel } from "./tangent-kernel.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

/** Solves A x = r for symmetric positive definite A given by its action: conjugate gradients, preconditioned or not. */
export type Solve = (
  apply: (x: Float64Array, out: Float64Array) => void,
  r: Float64Array,
) => { readonly x: Float64Array; readonly status: string };

/** How much damping, and by which of the two systems. */
export interface GaussNewtonOptions {
  /** λ > 0, in units of the kernel J Jᵀ (sum over examples) */
  readonly damping: number;
  /**
   * `dual`: Cholesky of the kernel [N, N], N = n·C, up to a few thousand; `primal`: of JᵀJ [p, p], p likewise; or a solver
   * for the dual system, to which J is known by its action alone.
   */
  readonly by: "dual" | "primal" | Solve;
}

/**
 * θ + δ on examples X [n, …], y [n, C]; `breakdown` where the damped matrix is singular to rounding, or the solver's
 * own status. N = n·C: the kernel and N³/6 multiply-adds by `dual`, N·p² + p³/6 by `primal`, one application of J and
 * Jᵀ per step of a solver. RangeError for a damping that is not above 0.
 *
 * @example
 * const step = await gaussNewtonStep(network, parameters, X, y, { damping: 0.1, by: "dual" });
 * if (step.parameters) parameters = step.parameters;
 */
export async function gaussNewtonStep(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
  targets: Tensor2D,
  { damping, by }: GaussNewtonOptions,
): Promise<LinearisedStep> {
  if (!(damping > 0)) throw new RangeError(`damping is ${damping}, accepted is a number above 0`);
  const { r, jacobian } = await residualAt(network, parameters, inputs, targets);

  if (by === "primal") {
    const { tf } = network;
    const delta = new Float64Array(jacobian.cols);
    jacobian.applyT(r, delta);
    const gram = await parameterGram(network, parameters, inputs);
    if (!solveDamped(gram, damping, delta)) return { status: "breakdown", parameters: undefined };
    const direction = unflat(network, delta);
    const next = plus(tf, parameters, direction, -1);
    tf.dispose(direction);
    return { status: "solved", parameters: next };
  }

  let alpha: Float64Array = r;
  if (by === "dual") {
    const kernel = await tangentKernel(network, { parameters, inputs });
    if (!solveDamped(kernel, damping, alpha)) return { status: "breakdown", parameters: undefined };
  } else {
    const between = new Float64Array(jacobian.cols);
    const { x, status } = by((v, out) => {
      jacobian.applyT(v, between);
      jacobian.apply(between, out);
      for (let i = 0; i < v.length; i++) out[i] += damping * v[i];
    }, r);
    if (status !== "converged") return { status, parameters: undefined };
    alpha = x;
  }
  return stepAlong(network, parameters, jacobian, alpha, targets.shape);
}

/** x ← (A + λI)⁻¹ x, A overwritten; false where A + λI is not positive definite to rounding. */
function solveDamped(a: Float64Array, damping: number, x: Float64Array): boolean {
  const n = x.length;
  for (let i = 0; i < n; i++) a[i * n + i] += damping;
  if (choleskyFactor(a, n).status !== "solved") return false;
  choleskySolve(a, n, x);
  return true;
}

/** JᵀJ [p, p]. N p² multiply-adds. */
async function parameterGram(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
): Promise<Float64Array> {
  const { tf } = network;
  const gram = tf.tidy(() => {
    const rows = fullRows(network, { parameters, inputs }, 0, inputs.shape[0]);
    const j = tf.concat(rows, 1);
    return tf.matMul(tf.transpose(j), j);
  });
  const values = Float64Array.from(await gram.data());
  gram.dispose();
  return values;
}
