// K steps of full-batch gradient descent on the linearised square loss, in closed form: with J Jᵀ = V σ² Vᵀ
//   δ = −Jᵀ V ((1 − (1 − ησ²)^K)/σ²) Vᵀ (f − y).
// One period of iterative linearisation costs an eigendecomposition, however long it is.
import { symmetricEigen } from "@widthwise/core";
import type { GaussNewtonStep } from "./gauss-newton.ts";
import { linearize } from "./linearize.ts";
import { type Parameters, plus } from "./model.ts";
import type { Network } from "./network.ts";
import { tangentKernel } from "./tangent-kernel.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

export interface InnerDescentOptions {
  /** η, of a sum (not a mean) of squares over the examples */
  readonly rate: number;
  /** K; Infinity is the least-squares solution nearest to θ */
  readonly steps: number;
}

/** Eigenvalues below this share of the largest are float32 rounding of the kernel: nothing is fitted along them. */
const FLOOR = 2 ** -20;

/**
 * θ + δ after K steps, new tensors; `unstable` where ησ² ≥ 2 for the largest σ² (descent itself would diverge). Kernel and
 * 9 N³ multiply-adds, N = n·C, up to about a thousand.
 */
export async function innerDescentStep(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
  targets: Tensor2D,
  { rate, steps }: InnerDescentOptions,
): Promise<GaussNewtonStep> {
  if (!(rate > 0)) throw new RangeError(`rate is ${rate}, accepted is a number above 0`);
  if (!(steps >= 1)) throw new RangeError(`steps is ${steps}, accepted are numbers from 1 on`);
  const { tf } = network;
  const { value, jacobian } = linearize(network, parameters, inputs);
  const difference = tf.sub(value, targets);
  const r = Float64Array.from(await difference.data());
  tf.dispose([value, difference]);
  const size = r.length;
  const kernel = await tangentKernel(network, { parameters, inputs });
  if (!kernel.every(Number.isFinite)) return { status: "unstable", parameters: undefined };
  const { values, vectors } = symmetricEigen(kernel, size);
  if (!(rate * values[0] < 2)) return { status: "unstable", parameters: undefined };
  const alpha = new Float64Array(size);
  for (let k = 0; k < size && values[k] > FLOOR * values[0]; k++) {
    const row = vectors.subarray(k * size, (k + 1) * size);
    let share = 0;
    for (let i = 0; i < size; i++) share += row[i] * r[i];
    share *= fitted(rate * values[k], steps) / values[k];
    for (let i = 0; i < size; i++) alpha[i] += share * row[i];
  }
  const next = tf.tidy(() => {
    const weights = tf.tensor2d(Float32Array.from(alpha), targets.shape);
    return plus(tf, parameters, jacobian.pull(weights), -1);
  });
  return { status: "solved", parameters: next };
}

/** 1 − (1 − x)^K, without cancellation for small x. */
function fitted(x: number, steps: number): number {
  return x < 1 ? -Math.expm1(steps * Math.log1p(-x)) : 1 - (1 - x) ** steps;
}
