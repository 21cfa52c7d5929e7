// Is a network lazy? κ = ‖∇²f‖/‖∇f‖², the laziness ratio of "Leveraging low rank structure in the lazy regime"
// (openreview.net/forum?id=XgAKt7rbXk), §3.2: how much the gradient changes, relatively, while f changes by one.
// Not invariant to the scale of f: multiply by the size of y − f₀ before comparing networks (Chizat, Oyallon & Bach 2019).
import { fillNormals } from "@widthwise/core";
import { fullRows } from "./full-rows.ts";
import { inner, type Parameters, parameterCount, unflat } from "./model.ts";
import type { Network } from "./network.ts";
import type { Features } from "./tangent-kernel.ts";
import { type Tensor, type Tensor2D, unitVector } from "./tf.ts";

const directionsStream = 63;

async function normOf(network: Network, vector: Parameters): Promise<number> {
  const square = inner(network.tf, vector, vector);
  const [value] = await square.data();
  square.dispose();
  return Math.sqrt(value);
}

/** One output c at one example at parameters θ: f_c(θ; x), x [1, …]. All are borrowed. */
export interface Place {
  readonly parameters: Parameters;
  readonly input: Tensor;
  readonly output: number;
}

/**
 * ∇f_c(x) and ∇²f_c(x) v in coordinates θ/√rate, in which descent at these rates is plain descent. Otherwise mean field,
 * whose output bias has a gradient of 1 and whose weights have gradients of 1/width and rates of width, would seem lazy.
 */
function derivatives(network: Network, { parameters, input, output }: Place, v: Parameters) {
  const { tf } = network;
  return tf.tidy(() => {
    const scaled = (tensors: Parameters) =>
      tensors.map((tensor, k) => tf.mul(tensor, Math.sqrt(network.parameters[k].rate)));
    const { gradient, curvature } = network.hvp(parameters, input, scaled(v), ({ value }) => ({
      value: tf.reshape(unitVector(tf, output, value.size), value.shape),
    }));
    return { gradient: scaled(gradient), curvature: scaled(curvature) };
  });
}

/**
 * κ with the spectral norm ‖∇²f‖₂, by `steps` power iterations from a random direction: from below. Before training.
 * About six forward passes per step.
 *
 * @example
 * const place = { parameters: initialParameters(network, 1), input: tf.slice(X, 0, 1), output: 0 };
 * const kappa = await spectralLaziness(network, place, { steps: 30 }); // falls as the width grows where training is lazy
 */
export async function spectralLaziness(
  network: Network,
  place: Place,
  { steps = 30, seed = 1 }: { readonly steps?: number; readonly seed?: number } = {},
): Promise<number> {
  const { tf } = network;
  const start = new Float64Array(parameterCount(network));
  fillNormals({ seed, stream: directionsStream }, 0, start);
  let direction = unflat(network, start);
  let length = await normOf(network, direction);
  let slope = 0;
  for (let step = 0; step < steps && length > 0; step++) {
    const unit = direction.map((d) => tf.mul(d, 1 / length));
    const { gradient, curvature } = derivatives(network, place, unit);
    if (step === 0) slope = await normOf(network, gradient);
    tf.dispose([direction, unit, gradient]);
    direction = curvature;
    length = await normOf(network, direction);
  }
  tf.dispose(direction);
  return length / slope ** 2;
}

/** κ along the gradient g = ∇f only: ‖∇²f g‖/‖g‖³. Before training. Two passes of `network.hvp`, twelve forward passes. */
export async function directionalLaziness(network: Network, place: Place): Promise<number> {
  const { tf } = network;
  const { parameters } = place;
  const none = parameters.map((tensor) => tf.zerosLike(tensor));
  const first = derivatives(network, place, none);
  const second = derivatives(network, place, first.gradient);
  const [slope, change] = [await normOf(network, first.gradient), await normOf(network, second.curvature)];
  tf.dispose([none, first.gradient, first.curvature, second.gradient, second.curvature]);
  return change / slope ** 3;
}

/**
 * ‖J_t − J_0‖_F/‖J_0‖_F after training from θ_0 (of the features) to θ_t (`later`), in coordinates θ/√rate too, on examples
 * [n, …], `batch` at a time. 2·C backward passes per example, 8·batch·C·p bytes.
 */
export async function jacobianChange(
  network: Network,
  { parameters, inputs }: Features,
  later: Parameters,
  batch = 1,
): Promise<number> {
  const { tf } = network;
  let [moved, size] = [0, 0];
  for (let first = 0; first < inputs.shape[0]; first += batch) {
    const count = Math.min(batch, inputs.shape[0] - first);
    const sums = tf.tidy(() => {
      const before = fullRows(network, { parameters, inputs }, first, count);
      const after = fullRows(network, { parameters: later, inputs }, first, count);
      const square = (rows: Tensor2D[]) =>
        tf.addN(rows.map((r, k) => tf.mul(tf.sum(tf.square(r)), network.parameters[k].rate)));
      return tf.stack([square(after.map((r, k) => tf.sub(r, before[k]))), square(before)]);
    });
    const [difference, norm] = await sums.data();
    sums.dispose();
    moved += difference;
    size += norm;
  }
  return Math.sqrt(moved / size);
}
