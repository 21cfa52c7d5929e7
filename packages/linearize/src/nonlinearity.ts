// Elementwise functions with the derivatives that forward, reverse and forward-over-reverse passes need.
import type { Tensor, Tf } from "./tf.ts";

/** σ, σ′ and σ″. */
export type Derivatives = readonly [Apply, Apply, Apply];
type Apply = (tf: Tf, x: Tensor) => Tensor;

/** ε of layer normalisation (Ba, Kiros & Hinton 2016 leave it open; 1e-5 is what PyTorch takes). */
const EPSILON = 1e-5;

const bell: Apply = (tf, x) => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
const cumulative: Apply = (tf, x) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const tanhSlope: Apply = (tf, x) => tf.sub(1, tf.square(tf.tanh(x)));

/**
 * Elementwise functions with two derivatives. ReLU's second derivative is 0: no derivative sees its kinks, so that the
 * curvature of ReLU networks is that between layers only.
 */
export const nonlinearities = {
  relu: [(tf, x) => tf.relu(x), (tf, x) => tf.step(x), (tf, x) => tf.zerosLike(x)],
  tanh: [(tf, x) => tf.tanh(x), tanhSlope, (tf, x) => tf.mul(tf.mul(tf.tanh(x), -2), tanhSlope(tf, x))],
  softplus: [
    (tf, x) => tf.softplus(x),
    (tf, x) => tf.sigmoid(x),
    (tf, x) => tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x))),
  ],
  // xΦ(x), Hendrycks & Gimpel 2016, without the tanh approximation
  gelu: [
    (tf, x) => tf.mul(x, cumulative(tf, x)),
    (tf, x) => tf.add(cumulative(tf, x), tf.mul(x, bell(tf, x))),
    (tf, x) => tf.mul(tf.sub(2, tf.square(x)), bell(tf, x)),
  ],
  // (x + ε)^(−1/2), of layer normalisation
  inverseRoot: [
    (tf, x) => tf.rsqrt(tf.add(x, EPSILON)),
    (tf, x) => tf.mul(tf.pow(tf.add(x, EPSILON), -1.5), -0.5),
    (tf, x) => tf.mul(tf.pow(tf.add(x, EPSILON), -2.5), 0.75),
  ],
} satisfies Record<string, Derivatives>;

export type Nonlinearity = keyof typeof nonlinearities;
