// Whether features along a direction are the derivative of the network along it.
import type { LowRankTraining, Tf } from "@widthwise/linearize";
import type { SetUp } from "./set-up.ts";

type Tensor2D = ReturnType<Tf["tensor2d"]>;

/** At one unseen example along a direction of ones. The bound is float32 rounding of sums over all parameters. */
export async function featureCheck({ tf, unseen, network, start }: SetUp, training: LowRankTraining) {
  const { subspace } = training;
  const direction = tf.ones([subspace.rank]);
  const along = subspace.combine(direction);
  const one = tf.slice(unseen.inputs, 0, 1);
  const pair = tf.tidy(() => {
    const features = subspace.project(one);
    const byFeatures = tf.matMul(features, tf.reshape(direction, [subspace.rank, 1]) as Tensor2D);
    const { tangent } = network.jvp(start, one, along);
    return tf.stack([
      tf.slice(tf.reshape(byFeatures, [byFeatures.size]), 0, 1),
      tf.slice(tf.reshape(tangent, [tangent.size]), 0, 1),
      tf.reshape(tf.norm(tangent), [1]),
    ]);
  });
  const [value, reference, size] = await pair.data();
  tf.dispose([direction, along, one, pair]);
  return { what: "features along a direction, against a JVP", value, reference, tolerance: 1e-2 * size };
}
