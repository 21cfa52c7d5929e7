// Whether forward and backward derivatives of a network are transposes of each other.
import { inner } from "@widthwise/linearize";
import type { Outcome } from "../../measuring/jobs/study.ts";
import type { OpenTask } from "../open-task.ts";

/** Float32 roundings of two inner products, relative to the norms in them. */
const ADJOINT = 1e-4;

/** ⟨J v, y⟩ = ⟨v, Jᵀ y⟩ along v = θ, between the forward pass and the backward pass that every training here is made of. */
export async function adjointCheck({ tf, network, start, train }: OpenTask): Promise<Outcome["check"]> {
  const [value, reference, scale] = await tf
    .tidy(() => {
      const { tangent } = network.jvp(start, train.inputs, start);
      const { gradient } = network.vjp(start, train.inputs, () => train.targets);
      const forth = tf.sum(tf.mul(tangent, train.targets));
      const norms = tf.mul(tf.norm(tangent), tf.norm(train.targets));
      return tf.stack([forth, inner(tf, start, gradient), norms]);
    })
    .data();
  return { what: "⟨J v, y⟩ against ⟨v, Jᵀ y⟩", value, reference, tolerance: ADJOINT * scale };
}
