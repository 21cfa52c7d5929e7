// Stochastic gradient descent of a ReLU network Σ_k a_k max(⟨w_k, x⟩, 0) on ½ mean squares, in float64, and what it
// does to the imbalances δ_k = a_k² − ‖w_k‖². On any batch a_k g_a = ⟨w_k, g_w⟩, since the network is homogeneous, so
// that a step of size ε changes δ_k by exactly ε²(g_a² − ‖g_w‖²): noise breaks the conservation to second order only.
// Where the noise does not vanish this is the drift towards balance of Ziyin, Li & Wu, "Law of balance", arXiv
// 2402.07193.
import { batchesStream, fillUniforms } from "@widthwise/core";
import { checkCount, checkPositive, checkVector } from "./check.ts";
import { checkRegression, type Regression } from "./regression.ts";
import type { ReluNetwork } from "./relu-measures.ts";

/** A descent as plain data. */
export interface Descent {
  /** ε */
  readonly rate: number;
  /** examples of a step, drawn with replacement; n: all of them, once each */
  readonly batch: number;
  /** steps at which to measure, ascending */
  readonly checkpoints: readonly number[];
  readonly seed: number;
}

/** The network at a step, and its imbalances beside those that the steps so far predict. */
export interface DescentState {
  readonly step: number;
  /** δ_k [h] */
  readonly deltas: Float64Array;
  /** [h]: δ_k(0) + Σ ε²(g_a² − ‖g_w‖²) over the steps so far */
  readonly predicted: Float64Array;
  /** ½ mean squares over all examples */
  readonly loss: number;
  readonly network: ReluNetwork;
}

/** δ_k = a_k² − ‖w_k‖² [h]. O(hd). */
export function imbalances({ a, w }: ReluNetwork): Float64Array {
  const d = w.length / a.length;
  return a.map((value, k) => {
    let square = 0;
    for (let j = 0; j < d; j++) square += w[k * d + j] ** 2;
    return value * value - square;
  });
}

/**
 * Yields at each checkpoint; ends after the first whose loss is not finite. 3·batch·h·d multiply-adds per step.
 * RangeError for data that do not fit.
 */
export function* stochasticDescent(
  data: Regression,
  start: ReluNetwork,
  { rate, batch, checkpoints, seed }: Descent,
): Generator<DescentState> {
  checkRegression(data);
  const { inputs, labels, n, d } = data;
  checkPositive("the learning rate", rate);
  checkCount("the batch", batch);
  if (batch > n) throw new RangeError(`the batch is ${batch}, accepted are 1 to n = ${n}`);
  const h = start.a.length;
  checkVector("w", start.w, h * d, "h·d");
  const [a, w] = [start.a.slice(), start.w.slice()];
  const [ga, gw] = [new Float64Array(h), new Float64Array(h * d)];
  const z = new Float64Array(h);
  const predicted = imbalances(start);
  const draws = new Float64Array(batch);

  /** z [h] and the residual of example i */
  const residual = (i: number) => {
    let f = 0;
    for (let k = 0; k < h; k++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += w[k * d + j] * inputs[i * d + j];
      z[k] = sum;
      if (sum > 0) f += a[k] * sum;
    }
    return f - labels[i];
  };
  const descend = (step: number) => {
    ga.fill(0);
    gw.fill(0);
    if (batch < n) fillUniforms({ seed, stream: batchesStream }, step * batch, draws);
    for (let b = 0; b < batch; b++) {
      const i = batch < n ? Math.floor(n * draws[b]) : b;
      const rho = residual(i) / batch;
      for (let k = 0; k < h; k++) {
        if (z[k] <= 0) continue;
        ga[k] += rho * z[k];
        const share = rho * a[k];
        for (let j = 0; j < d; j++) gw[k * d + j] += share * inputs[i * d + j];
      }
    }
    for (let k = 0; k < h; k++) {
      let square = 0;
      for (let j = 0; j < d; j++) square += gw[k * d + j] ** 2;
      predicted[k] += rate * rate * (ga[k] ** 2 - square);
      a[k] -= rate * ga[k];
    }
    for (let index = 0; index < w.length; index++) w[index] -= rate * gw[index];
  };

  let step = 0;
  for (const checkpoint of checkpoints) {
    for (; step < checkpoint; step++) descend(step);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += residual(i) ** 2;
    const network = { a: a.slice(), w: w.slice() };
    const loss = sum / (2 * n);
    yield { step, deltas: imbalances(network), predicted: predicted.slice(), loss, network };
    if (!Number.isFinite(loss)) return;
  }
}
