// Whether a backward pass and the factors of the tangent kernel agree on the length of a gradient.
import type { Network, Parameters } from "@widthwise/linearize";

type Tensor = Parameters[number];

/** Float32 rounding of sums over all parameters, relative. */
const ROUNDING = 1e-3;

/**
 * ‖∇f₀(x₀)‖² by a backward pass, against the corner of the tangent kernel, which is made of factors without a gradient.
 * `weights` are those of the kernel, one per parameter.
 */
export async function gradientCheck(
  network: Network,
  parameters: Parameters,
  inputs: Tensor,
  kernel: Float64Array,
  weights: readonly number[] = parameters.map(() => 1),
) {
  const { tf } = network;
  const square = tf.tidy(() => {
    const { gradient } = network.vjp(parameters, tf.slice(inputs, 0, 1), ({ shape }) => {
      const first = tf.oneHot(tf.tensor1d([0], "int32"), shape[1]);
      return tf.cast(first, "float32") as ReturnType<Network["forward"]>;
    });
    return tf.addN(gradient.map((g, k) => tf.mul(tf.sum(tf.square(g)), weights[k])));
  });
  const [value] = await square.data();
  square.dispose();
  const [reference] = kernel;
  return {
    what: "‖∇f‖² by a backward pass, against the tangent kernel's diagonal",
    value,
    reference,
    tolerance: ROUNDING * reference,
  };
}
