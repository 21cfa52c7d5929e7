// K steps of full-batch gradient descent on the linearised square loss, in closed form: with J Jᵀ = V σ² Vᵀ
//   δ = −Jᵀ V ((1 − (1 − ησ²)^K)/σ²) Vᵀ (f − y).
// One period of iterative linearisation (Goldwaser & Ge, arXiv 2211.12345, Eq. 3) costs an eigendecomposition, however
// long it is. Damped Gauss–Newton with λ = 1/(ηK) comes close: its filter σ²/(σ² + λ) and 1 − (1 − ησ²)^K agree to
// first order in small σ², and differ by at most 0.204, at ηKσ² = 2.51.
import { symmetricEigen } from "@widthwise/core";
import { type LinearisedStep, residualAt, stepAlong } from "./linearised-step.ts";
import type { Parameters } from "./model.ts";
import type { Network } from "./network.ts";
import { KERNEL_ROUNDING, tangentKernel } from "./tangent-kernel.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

/** How far descent goes. */
export interface InnerDescentOptions {
  /** η, of a sum (not a mean) of squares over the examples */
  readonly rate: number;
  /** K; Infinity is the least-squares solution nearest to θ */
  readonly steps: number;
}

/**
 * θ + δ after K steps on X [n, …], y [n, C]; `unstable` where ησ² ≥ 2 for the largest σ² (descent itself would diverge). The
 * kernel and 9N³ multiply-adds, N = n·C, up to about a thousand. RangeError for a rate or steps that do not fit.
 *
 * @example
 * const step = await innerDescentStep(network, parameters, X, y, { rate: 1e-3, steps: 1e5 });
 */
export async function innerDescentStep(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
  targets: Tensor2D,
  { rate, steps }: InnerDescentOptions,
): Promise<LinearisedStep> {
  if (!(rate > 0)) throw new RangeError(`rate is ${rate}, accepted is a number above 0`);
  if (!(steps >= 1)) throw new RangeError(`steps is ${steps}, accepted are numbers from 1 on`);
  const { r, jacobian } = await residualAt(network, parameters, inputs, targets);
  const size = r.length;
  const kernel = await tangentKernel(network, { parameters, inputs });
  if (!kernel.every(Number.isFinite)) return { status: "unstable", parameters: undefined };
  const { values, vectors } = symmetricEigen(kernel, size);
  if (!(rate * values[0] < 2)) return { status: "unstable", parameters: undefined };
  const alpha = new Float64Array(size);
  // nothing is fitted along directions that are rounding
  for (let k = 0; k < size && values[k] > KERNEL_ROUNDING * values[0]; k++) {
    const row = vectors.subarray(k * size, (k + 1) * size);
    let share = 0;
    for (let i = 0; i < size; i++) share += row[i] * r[i];
    share *= fitted(rate * values[k], steps) / values[k];
    for (let i = 0; i < size; i++) alpha[i] += share * row[i];
  }
  return stepAlong(network, parameters, jacobian, alpha, targets.shape);
}

/** 1 − (1 − x)^K, without cancellation for small x. */
function fitted(x: number, steps: number): number {
  return x < 1 ? -Math.expm1(steps * Math.log1p(-x)) : 1 - (1 - x) ** steps;
}
