// The empirical tangent kernel Θ = J J′ᵀ (Jacot, Gabriel & Hongler 2018), by "structured derivatives" (Novak, Sohl-Dickstein
// & Schoenholz 2022): where a weight is used once per example, its share is (left leftᵀ) ∘ (right rightᵀ), never a gradient.
import { turned } from "./dual.ts";
import type { Parameters } from "./model.ts";
import type { JacobianRows, Network } from "./network.ts";
import type { Tensor, Tensor2D, Tf } from "./tf.ts";

/** Eigenvalues of a kernel below this share of the largest are float32 rounding, and span nothing. */
export const KERNEL_ROUNDING = 2 ** -20;

/** 256 MiB */
export const MEMORY = 2 ** 28;

/** How much memory it may take, and what counts. */
export interface KernelOptions {
  /** bytes that rows of J and a block of Θ may take; the batch size follows from it. Default 256 MiB */
  readonly memory?: number;
  /**
   * What each parameter's share is multiplied by; default 1. Zeros leave parameters out, for a layer's own kernel; the
   * parameters' rates give the kernel that descent with these rates follows (Kunin et al. 2024).
   */
  readonly weights?: readonly number[];
}

/** Examples of a network at parameters θ, both borrowed: one side of a kernel. */
export interface Features {
  readonly parameters: Parameters;
  /** [n, …] */
  readonly inputs: Tensor;
}

/**
 * Θ [n·C, n′·C], float64, row-major, row i·C + c for output c at example i; symmetric and half computed where `other` is
 * left out. For a fully connected layer [i, o]: n n′ (i + C² o) multiply-adds instead of the n n′ C² i o of full gradients.
 * `other` may have parameters of its own: the overlap of features at two times. One forward and C backward passes, and again
 * for every batch where memory holds only a part. RangeError where every weight is 0.
 *
 * @example
 * const K = await tangentKernel(network, { parameters, inputs: X }); // [n·C, n·C]
 * const across = await tangentKernel(network, { parameters, inputs: unseen }, { parameters, inputs: X });
 */
export async function tangentKernel(
  network: Network,
  features: Features,
  other?: Features,
  options: KernelOptions = {},
): Promise<Float64Array> {
  const { tf } = network;
  const across = other ?? features;
  const batch = batchFor(network, features, options.memory ?? MEMORY);
  const [n, m] = [features.inputs.shape[0], across.inputs.shape[0]];
  let kernel: Float64Array | undefined;
  let outputs = 0;
  for (let i = 0; i < n; i += batch) {
    const left = rowsOf(network, features, i, Math.min(batch, n - i));
    for (let j = other ? 0 : i; j < m; j += batch) {
      const right = other || j > i ? rowsOf(network, across, j, Math.min(batch, m - j)) : left;
      const block = tf.tidy(() => blockOf(network, left, right, options.weights));
      const [rows, cols] = block.shape;
      outputs = rows / Math.min(batch, n - i);
      kernel ??= new Float64Array(n * m * outputs ** 2);
      const values = await block.data();
      block.dispose();
      if (right !== left) disposeRows(tf, right);
      const width = m * outputs;
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < cols; c++) {
          const value = values[r * cols + c];
          kernel[(i * outputs + r) * width + j * outputs + c] = value;
          if (!other) kernel[(j * outputs + c) * width + i * outputs + r] = value;
        }
    }
    disposeRows(tf, left);
  }
  return kernel ?? new Float64Array(0);
}

/** Rows of J at examples first … first+count−1. */
export function rowsOf(
  network: Network,
  { parameters, inputs }: Features,
  first: number,
  count: number,
): JacobianRows[] {
  const { tf } = network;
  const some = tf.slice(inputs, first, count);
  const rows = network.jacobianRows(parameters, some);
  some.dispose();
  return rows;
}

const tensorsOf = (rows: readonly JacobianRows[]) =>
  rows.flatMap((r) => ("full" in r ? [r.full] : [r.left, r.right]));

export const disposeRows = (tf: Tf, rows: readonly JacobianRows[]) => tf.dispose(tensorsOf(rows));

/** Σ over parameters of weight · rows · rows′ᵀ, [B·C, B′·C]. */
export function blockOf(
  { tf }: Network,
  left: readonly JacobianRows[],
  right: readonly JacobianRows[],
  weights: readonly number[] = left.map(() => 1),
): Tensor2D {
  const products = (a: Tensor2D, b: Tensor2D): Tensor2D => tf.matMul(a, turned(tf, b) as Tensor2D);
  let sum: Tensor2D | undefined;
  for (const [k, weight] of weights.entries()) {
    if (weight === 0) continue;
    const [a, b] = [left[k], right[k]];
    const scaled = (t: Tensor2D): Tensor2D => (weight === 1 ? t : tf.mul(t, weight));
    const share = tf.tidy(() => {
      if ("full" in a && "full" in b) return scaled(products(a.full, b.full));
      if ("full" in a || "full" in b) throw new Error(`parameter ${k} has factors on one side only`);
      const [examples, others] = [a.left.shape[0], b.left.shape[0]];
      const [rows, cols] = [a.right.shape[0], b.right.shape[0]];
      const activations = tf.reshape(products(a.left, b.left), [examples, 1, others, 1]);
      const cotangents = tf.reshape(products(a.right, b.right), [
        examples,
        rows / examples,
        others,
        cols / others,
      ]);
      return scaled(tf.reshape(tf.mul(cotangents, activations), [rows, cols]) as Tensor2D);
    });
    const before: Tensor2D | undefined = sum;
    sum = before ? tf.add(before, share) : share;
    if (before) tf.dispose([before, share]);
  }
  if (sum === undefined)
    throw new RangeError("all weights of the kernel are 0, at least one parameter has to count");
  return sum;
}

/**
 * Examples per batch so that two batches of rows and three blocks of Θ stay within `memory` bytes: at least one, and no
 * more than `most`.
 */
export function batchFor(
  network: Network,
  { parameters, inputs }: Features,
  memory: number,
  most: number = inputs.shape[0],
): number {
  const { tf } = network;
  const rows = rowsOf(network, { parameters, inputs }, 0, 1);
  const tensors = tensorsOf(rows);
  const bytes = 4 * tensors.reduce((sum, { size }) => sum + size, 0);
  const [first] = rows;
  const outputs = ("full" in first ? first.full : first.right).shape[0];
  tf.dispose(tensors);
  // full rows exist once more while they are stacked
  const byRows = memory / 2 / (3 * bytes);
  const byBlock = Math.sqrt(memory / 2 / (3 * 4 * outputs ** 2));
  return Math.max(1, Math.min(most, Math.floor(Math.min(byRows, byBlock))));
}
