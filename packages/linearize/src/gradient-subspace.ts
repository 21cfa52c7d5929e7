// The span of a few reference gradients: what algorithm 1 of "Leveraging low rank structure in the lazy regime"
// (openreview.net/forum?id=XgAKt7rbXk), §3.2 and §3.3, prepares, reconstructed from its public reviews, since its
// listing is not public. Differences: the basis U = J_Rᵀ V Λ^(−1/2) [p, k] is never stored, only its coefficients on
// the reference set; products with it are kernels with, or backward passes over, that set.
import { symmetricEigen } from "@widthwise/core";
import { type EffectiveRanks, effectiveRanks, energyRank } from "./effective-rank.ts";
import { inner, type Parameters, plus } from "./model.ts";
import type { Network } from "./network.ts";
import {
  batchFor,
  blockOf,
  disposeRows,
  type Features,
  KERNEL_ROUNDING,
  MEMORY,
  rowsOf,
  tangentKernel,
} from "./tangent-kernel.ts";
import { type Tensor, type Tensor2D, unitVector } from "./tf.ts";

/** How large the subspace is, and how features are made in it. */
export interface SubspaceOptions {
  /** k: a number, or the share of the reference gradients' energy that is to be kept; fewer where the set has fewer */
  readonly rank: number | { readonly energy: number };
  /**
   * How features are made. `kernel`: tangent kernel with the reference set, cheap where layers are dense. `jvp`: one backward
   * pass over the reference set and one JVP over the inputs per direction, for any layers. Default kernel.
   */
  readonly by?: "kernel" | "jvp";
  /**
   * bytes that rows of J, activations and blocks of the kernel may take, beside the features that are asked for and,
   * while these are joined, a second copy of them; default 256 MiB
   */
  readonly memory?: number;
}

/**
 * The span of the k leading principal gradients of a reference set R, r examples of C outputs, at one θ.
 *
 * @example
 * const subspace = await GradientSubspace.at(network, parameters, reference, { rank: { energy: 0.99 } });
 * const P = subspace.project(X); // [n·C, k]: gradients in coordinates
 * const held = await subspace.capturedEnergy(unseen); // 1: nothing of their gradients lies outside
 */
export class GradientSubspace {
  readonly rank: number;
  /** of J_R J_Rᵀ [r·C], descending */
  readonly eigenvalues: Float64Array;
  readonly ranks: EffectiveRanks;
  readonly #network: Network;
  readonly #features: Features;
  readonly #options: SubspaceOptions;
  /** V Λ^(−1/2) [r·C, k] */
  readonly #coefficients: Tensor2D;
  readonly #outputs: number;
  /** once it was asked for: it takes one backward pass per output */
  #batch: number | undefined;

  /**
   * The kernel of R, which takes rC backward passes, and its eigenvectors: 9(rC)³ multiply-adds. θ and R are borrowed.
   * RangeError for a rank below 1.
   */
  static async at(
    network: Network,
    parameters: Parameters,
    reference: Tensor,
    options: SubspaceOptions,
  ): Promise<GradientSubspace> {
    const features = { parameters, inputs: reference };
    const { memory } = options;
    const kernel = await tangentKernel(network, features, undefined, memory === undefined ? {} : { memory });
    return new GradientSubspace(network, features, kernel, options);
  }

  private constructor(network: Network, features: Features, kernel: Float64Array, options: SubspaceOptions) {
    const { tf } = network;
    const size = Math.sqrt(kernel.length);
    const { values, vectors } = symmetricEigen(kernel, size);
    const usable = values.findIndex((value) => !(value > KERNEL_ROUNDING * values[0]));
    const most = usable < 0 ? size : usable;
    const wanted = typeof options.rank === "number" ? options.rank : energyRank(values, options.rank.energy);
    if (!(wanted >= 1)) throw new RangeError(`rank is ${wanted}, accepted are numbers from 1 on`);
    this.rank = Math.min(wanted, most);
    this.eigenvalues = values;
    this.ranks = effectiveRanks(values);
    this.#network = network;
    this.#features = features;
    this.#options = options;
    this.#outputs = size / features.inputs.shape[0];
    const coefficients = new Float32Array(size * this.rank);
    for (let j = 0; j < this.rank; j++)
      for (let i = 0; i < size; i++)
        coefficients[i * this.rank + j] = vectors[j * size + i] / Math.sqrt(values[j]);
    this.#coefficients = tf.tensor2d(coefficients, [size, this.rank]);
  }

  /** P [n·C, k]: the gradients of every output at X [n, …] in coordinates of the subspace. */
  project(inputs: Tensor): Tensor2D {
    return this.#options.by === "jvp" ? this.#projectByJvp(inputs) : this.#projectByKernel(inputs);
  }

  /** Θ(X, R) V Λ^(−1/2): n·rC·C kernel entries, n·C·rC·k multiply-adds. */
  #projectByKernel(inputs: Tensor): Tensor2D {
    const { tf } = this.#network;
    const memory = this.#options.memory ?? MEMORY;
    const here = { parameters: this.#features.parameters, inputs };
    const [n, r] = [inputs.shape[0], this.#features.inputs.shape[0]];
    const batch = batchFor(this.#network, this.#features, memory);
    const parts: Tensor2D[] = [];
    for (let j = 0; j < r; j += batch) {
      const count = Math.min(batch, r - j);
      const right = rowsOf(this.#network, this.#features, j, count);
      const weights = tf.slice(
        this.#coefficients,
        [j * this.#outputs, 0],
        [count * this.#outputs, this.rank],
      );
      for (let i = 0, b = 0; i < n; i += batch, b++) {
        const left = rowsOf(this.#network, here, i, Math.min(batch, n - i));
        const before: Tensor2D | undefined = parts[b];
        parts[b] = tf.tidy(() => {
          const share = tf.matMul(blockOf(this.#network, left, right), weights) as Tensor2D;
          return before ? tf.add(before, share) : share;
        });
        before?.dispose();
        disposeRows(tf, left);
      }
      disposeRows(tf, right);
      weights.dispose();
    }
    return joined(this.#network, parts);
  }

  /** J U column by column: k backward passes over R, k JVPs over X. */
  #projectByJvp(inputs: Tensor): Tensor2D {
    const { tf } = this.#network;
    const { parameters } = this.#features;
    const columns = Array.from({ length: this.rank }, (_, j) => {
      const unit = unitVector(tf, j, this.rank);
      const direction = this.combine(unit);
      const parts = this.#inParts(inputs, (some) =>
        tf.tidy(() => {
          const { tangent } = this.#network.jvp(parameters, some, direction);
          return tf.reshape(tangent, [tangent.size, 1]) as Tensor2D;
        }),
      );
      const column = joined(this.#network, parts);
      tf.dispose([unit, direction]);
      return column;
    });
    const all = tf.tidy(() => tf.concat(columns, 1));
    tf.dispose(columns);
    return all;
  }

  /** f₀ [n, C] at X [n, …], where the subspace was taken. */
  outputs(inputs: Tensor): Tensor2D {
    const parts = this.#inParts(inputs, (some) => this.#network.forward(this.#features.parameters, some));
    return joined(this.#network, parts);
  }

  /** Examples at a time that the memory allows, at most `most`. */
  #batchOf(most: number): number {
    this.#batch ??= batchFor(this.#network, this.#features, this.#options.memory ?? MEMORY, Infinity);
    return Math.min(most, this.#batch);
  }

  /** `work` on as many examples at a time as the memory allows. */
  #inParts(inputs: Tensor, work: (some: Tensor) => Tensor2D): Tensor2D[] {
    const { tf } = this.#network;
    const n = inputs.shape[0];
    const batch = this.#batchOf(n);
    return Array.from({ length: Math.ceil(n / batch) }, (_, b) => {
      const some = tf.slice(inputs, b * batch, Math.min(batch, n - b * batch));
      const part = work(some);
      some.dispose();
      return part;
    });
  }

  /** U c, c [k], as parameters: one backward pass over the reference set with outputs weighted by V Λ^(−1/2) c. */
  combine(coordinates: Tensor): Tensor[] {
    const { tf } = this.#network;
    const { parameters, inputs } = this.#features;
    const r = inputs.shape[0];
    const weights = tf.tidy(() => {
      const column = tf.reshape(coordinates, [this.rank, 1]) as Tensor2D;
      return tf.reshape(tf.matMul(this.#coefficients, column), [r, this.#outputs]) as Tensor2D;
    });
    const batch = this.#batchOf(r);
    let sum: Tensor[] | undefined;
    for (let first = 0; first < r; first += batch) {
      const count = Math.min(batch, r - first);
      const before: Tensor[] | undefined = sum;
      sum = tf.tidy(() => {
        const u = tf.slice(weights, first, count);
        const { gradient } = this.#network.vjp(parameters, tf.slice(inputs, first, count), () => u);
        return before ? plus(tf, before, gradient) : gradient;
      });
      tf.dispose(before ?? []);
    }
    weights.dispose();
    return sum ?? [];
  }

  /** θ + U c, new tensors: the step in the real network. */
  writeBack(coordinates: Tensor): Tensor[] {
    const { tf } = this.#network;
    return tf.tidy(() => plus(tf, this.#features.parameters, this.combine(coordinates)));
  }

  /** E = ‖UᵀJ_Qᵀ‖²/‖J_Q‖² on held-out X: the share of their gradients that the subspace holds. */
  async capturedEnergy(inputs: Tensor, batch = 8): Promise<number> {
    const { tf } = this.#network;
    const projected = this.project(inputs);
    const kept = inner(tf, [projected], [projected]);
    const [inside] = await kept.data();
    tf.dispose([projected, kept]);
    let total = 0;
    for (let first = 0; first < inputs.shape[0]; first += batch) {
      const count = Math.min(batch, inputs.shape[0] - first);
      const square = tf.tidy(() => {
        const here = { parameters: this.#features.parameters, inputs };
        return squareOf(this.#network, rowsOf(this.#network, here, first, count));
      });
      total += (await square.data())[0];
      square.dispose();
    }
    return inside / total;
  }

  dispose(): void {
    this.#coefficients.dispose();
  }
}

/** ‖J‖_F² of rows: of an outer product, the product of its factors' squares. */
function squareOf({ tf }: Network, rows: ReturnType<typeof rowsOf>): Tensor {
  return tf.addN(
    rows.map((r) => {
      if ("full" in r) return tf.sum(tf.square(r.full));
      const examples = r.left.shape[0];
      const left = tf.sum(tf.square(r.left), 1);
      const right = tf.sum(tf.reshape(tf.square(r.right), [examples, r.right.size / examples]), 1);
      return tf.sum(tf.mul(left, right));
    }),
  );
}

/** Parts one below the other; the parts are disposed of. */
function joined({ tf }: Network, parts: Tensor2D[]): Tensor2D {
  if (parts.length === 1) return parts[0];
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}
