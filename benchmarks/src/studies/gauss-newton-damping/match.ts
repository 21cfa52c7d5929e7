// How near damped Gauss–Newton comes to K steps of descent on the same linear problem, as Goldwaser & Ge, arXiv 2211.12345,
// claim: of a direction with eigenvalue σ² the steps fit the share 1 − (1 − ησ²)^K, damping by λ the share σ²/(σ² + λ).
import { gaussNewtonStep, innerDescentStep, tangentModel } from "@widthwise/linearize";
import type { OpenTask } from "../../networks/open-task.ts";

/** Dampings tried against one period, in units of λ = 1/(ηK). */
export const factors = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 4] as const;

/**
 * sup over x of |(1 − e^−x) − x/(1 + x)|, at x = ηKσ² = 2.51: what the two shares differ by at most, for small ησ² and
 * λ = 1/(ηK).
 */
export const FILTERS = 0.2037;

/**
 * From the start, on the training examples: ‖F_GN − F_K‖/‖f − y‖ of the linear model after one update, for each of the
 * dampings; null where a solve failed.
 */
export async function matchDistances(
  { tf, network, start, train }: OpenTask,
  rate: number,
  steps: number,
): Promise<number[] | null> {
  const { inputs, targets } = train;
  const model = tangentModel(network, start);
  const value = model.forward(start, inputs);
  const descent = await innerDescentStep(network, start, inputs, targets, { rate, steps });
  if (descent.parameters === undefined) {
    value.dispose();
    return null;
  }
  const other = model.forward(descent.parameters, inputs);
  tf.dispose(descent.parameters);
  const distances: number[] = [];
  for (const factor of factors) {
    const damping = factor / (rate * steps);
    const { parameters } = await gaussNewtonStep(network, start, inputs, targets, { damping, by: "dual" });
    if (parameters === undefined) break;
    const apart = tf.tidy(() => {
      const f = model.forward(parameters, inputs);
      return tf.div(tf.norm(tf.sub(f, other)), tf.norm(tf.sub(value, targets)));
    });
    distances.push((await apart.data())[0]);
    tf.dispose([parameters, apart] as never);
  }
  tf.dispose([value, other]);
  return distances.length < factors.length ? null : distances;
}
