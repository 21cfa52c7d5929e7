// What closed-form steps on the linearised square loss ½‖f + Jδ − y‖² share: the residual, and a step δ = −Jᵀα.
import { type Jacobian, linearize } from "./linearize.ts";
import { type Parameters, plus } from "./model.ts";
import type { Network } from "./network.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

/** θ + δ, new tensors; or how the solve failed, as a value. */
export type LinearisedStep =
  | { readonly status: "solved"; readonly parameters: Tensor[] }
  | { readonly status: string; readonly parameters: undefined };

/** r = f(θ; X) − y [n·C] in float64, and J there. One forward pass. */
export async function residualAt(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
  targets: Tensor2D,
): Promise<{ readonly r: Float64Array; readonly jacobian: Jacobian }> {
  const { tf } = network;
  const { value, jacobian } = linearize(network, parameters, inputs);
  const difference = tf.sub(value, targets);
  const r = Float64Array.from(await difference.data());
  tf.dispose([value, difference]);
  return { r, jacobian };
}

/** θ − Jᵀα for α [n·C], in the shape of the targets [n, C]. One backward pass. */
export function stepAlong(
  { tf }: Network,
  parameters: Parameters,
  jacobian: Jacobian,
  alpha: Float64Array,
  shape: [number, number],
): LinearisedStep {
  const next = tf.tidy(() =>
    plus(tf, parameters, jacobian.pull(tf.tensor2d(Float32Array.from(alpha), shape)), -1),
  );
  return { status: "solved", parameters: next };
}
