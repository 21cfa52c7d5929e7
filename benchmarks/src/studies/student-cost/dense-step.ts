// The rival of the student's step: a tensor library's own products.
import type { ReluNetwork, StudentTeacher } from "@widthwise/dynamics";
import type { Tf } from "@widthwise/linearize";

/** One step of both layers of a ReLU network by a tensor library's own products, float32 throughout; the loss is not read. */
export function denseStep(tf: Tf, { a, w }: ReluNetwork, { train }: StudentTeacher, rate: number) {
  const { inputs, labels, n, d } = train;
  const matrix = (values: Float64Array, rows: number, columns: number) =>
    tf.tensor2d(new Float32Array(values), [rows, columns]);
  const [x, y] = [matrix(inputs, n, d), matrix(labels, n, 1)];
  let [readout, first] = [matrix(a, a.length, 1), matrix(w, a.length, d)];
  return {
    run() {
      const [nextReadout, nextFirst] = tf.tidy(() => {
        const z = tf.relu(tf.matMul(x, first, false, true));
        const pull = tf.mul(tf.sub(tf.matMul(z, readout), y), (2 * rate) / n);
        const pulls = tf.mul(tf.matMul(pull, readout, false, true), tf.step(z));
        return [
          tf.sub(readout, tf.matMul(z, pull, true)),
          tf.sub(first, tf.matMul(pulls as typeof x, x, true)),
        ] as (typeof x)[];
      });
      tf.dispose([readout, first]);
      [readout, first] = [nextReadout, nextFirst];
    },
    /** Resolves with w [h, d] when all steps have ended. */
    weights: () => first.data(),
    dispose: () => tf.dispose([x, y, readout, first]),
  };
}
