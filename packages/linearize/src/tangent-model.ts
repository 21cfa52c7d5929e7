// A network linearised at θ_s, as a model: f(θ_s; x) + J(θ_s; x)(θ − θ_s).
import { type Model, type Parameters, plus } from "./model.ts";
import type { Network } from "./network.ts";

/**
 * The network linearised at θ_s = `at`, with the network's own signature (as `linearize` of neural-tangents, Novak et
 * al. 2020): Goldwaser & Ge, arXiv 2211.12345, Eq. 3. `at` is borrowed: keep it as long as the model. Where θ is θ_s
 * itself, not a copy, the tangent is known to vanish and costs nothing: a period of 1 is ordinary training, bit for
 * bit. Otherwise about three forward passes for each of the model's three functions, six for `jvp`.
 *
 * @example
 * const linear = tangentModel(network, start);
 * const { loss } = await evaluate(linear, parameters, X, y, losses.square); // of the linearisation, not of the network
 */
export function tangentModel(network: Network, at: Parameters): Model {
  const { tf, parameters } = network;
  const isHere = (theta: Parameters) => theta.every((tensor, k) => tensor === at[k]);
  const from = (theta: Parameters) => plus(tf, theta, at, -1);
  return {
    tf,
    parameters,
    forward: (theta, inputs) =>
      tf.tidy(() => {
        if (isHere(theta)) return network.forward(at, inputs);
        const { value, tangent } = network.jvp(at, inputs, from(theta));
        return tf.add(value, tangent);
      }),
    jvp: (theta, inputs, direction) =>
      tf.tidy(() => {
        const { value, tangent } = network.jvp(at, inputs, direction);
        if (isHere(theta)) return { value, tangent };
        return { value: tf.add(value, network.jvp(at, inputs, from(theta)).tangent), tangent };
      }),
    vjp: (theta, inputs, cotangent) =>
      tf.tidy(() =>
        isHere(theta)
          ? network.vjp(at, inputs, cotangent)
          : network.linearVjp(at, inputs, from(theta), cotangent),
      ),
  };
}
