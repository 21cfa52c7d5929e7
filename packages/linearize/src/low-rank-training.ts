// Training in the span of a few reference gradients: algorithm 1 of "Leveraging low rank structure in the lazy regime"
// (openreview.net/forum?id=XgAKt7rbXk) as `gradient-subspace.ts` reconstructs it, with the two things its reviewers
// asked for: the subspace is renewed every q steps, or when a cheap look at the real network says that the linear model
// has drifted.
import { coordinateInputs, coordinateModel } from "./coordinate-model.ts";
import { GradientSubspace, type SubspaceOptions } from "./gradient-subspace.ts";
import type { Loss } from "./loss.ts";
import type { Model, Parameters } from "./model.ts";
import type { Network } from "./network.ts";
import { Optimiser, type OptimiserOptions } from "./optimiser.ts";
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "./tf.ts";

/** The subspace, what is minimised in it and how, and when it is renewed. */
export interface LowRankOptions extends SubspaceOptions {
  readonly loss: Loss;
  /** starts anew with each subspace, since its coordinates do */
  readonly optimiser: OptimiserOptions;
  /** R [r, …]: the examples whose gradients span the subspace */
  readonly reference: Tensor;
  /** q: renews the subspace every so many steps; default never */
  readonly refreshEvery?: number;
  /** renews it where the drift, looked at every so many steps, is above the bound */
  readonly refreshAbove?: { readonly drift: number; readonly look: number };
  /** how many of the first examples the drift is taken on; default 32 */
  readonly probe?: number;
}

/**
 * Training in k coordinates on prepared examples: a step is n·C·k multiply-adds twice, whatever the network's size.
 *
 * @example
 * const training = await LowRankTraining.start(network, start, X, y, {
 *   loss: losses.square, optimiser: { kind: "sgd", rate: 0.1 }, reference, rank: 100, refreshEvery: 500,
 * });
 * for (let step = 0; step < 1000; step++) await training.step();
 * const parameters = training.parameters(); // the real network, written back
 */
export class LowRankTraining {
  readonly #network: Network;
  readonly #options: LowRankOptions;
  readonly #inputs: Tensor;
  readonly #targets: Tensor2D;
  #at: Tensor[];
  #subspace!: GradientSubspace;
  #features!: Tensor3D;
  #coordinates!: Tensor;
  #optimiser!: Optimiser;
  #model!: Model;
  #steps = 0;
  #refreshes = 0;

  /**
   * Prepares all examples X [n, …], y [n, C], which are borrowed; `start` is copied. The subspace's cost, and n·rC·C kernel
   * entries with n·C·rC·k multiply-adds.
   */
  static async start(
    network: Network,
    start: Parameters,
    inputs: Tensor,
    targets: Tensor2D,
    options: LowRankOptions,
  ): Promise<LowRankTraining> {
    const training = new LowRankTraining(network, start, inputs, targets, options);
    await training.#prepare();
    return training;
  }

  private constructor(
    network: Network,
    start: Parameters,
    inputs: Tensor,
    targets: Tensor2D,
    options: LowRankOptions,
  ) {
    this.#network = network;
    this.#options = options;
    this.#inputs = inputs;
    this.#targets = targets;
    this.#at = start.map((tensor) => network.tf.clone(tensor));
  }

  async #prepare(): Promise<void> {
    const { tf } = this.#network;
    this.#subspace = await GradientSubspace.at(
      this.#network,
      this.#at,
      this.#options.reference,
      this.#options,
    );
    this.#features = this.prepare(this.#inputs);
    this.#coordinates = tf.zeros([this.#subspace.rank]);
    this.#model = coordinateModel(tf, this.#subspace.rank);
    this.#optimiser = new Optimiser(tf, this.#options.optimiser, this.#model.parameters);
  }

  /** Any inputs in coordinates of the present subspace, [n, C, k + 1], for `model`. */
  prepare(inputs: Tensor): Tensor3D {
    const { tf } = this.#network;
    const projected = this.#subspace.project(inputs);
    const start = this.#subspace.outputs(inputs);
    const features = coordinateInputs(tf, projected, start);
    tf.dispose([projected, start]);
    return features;
  }

  /** One step on all examples, or on those of the int32 indices [B]; afterwards renews the subspace where that is due. */
  async step(indices?: Tensor1D): Promise<void> {
    const { tf } = this.#network;
    const { loss, refreshEvery = Infinity, refreshAbove } = this.#options;
    const next = tf.tidy(() => {
      const features = indices ? tf.gather(this.#features, indices) : this.#features;
      const targets = indices ? tf.gather(this.#targets, indices) : this.#targets;
      const { gradient } = this.#model.vjp([this.#coordinates], features, (f) =>
        loss.gradient(tf, f, targets),
      );
      const [change] = this.#optimiser.change(gradient);
      return tf.add(this.#coordinates, change);
    });
    this.#coordinates.dispose();
    this.#coordinates = next;
    this.#steps++;
    const due = this.#steps % refreshEvery === 0;
    const look = refreshAbove && this.#steps % refreshAbove.look === 0;
    if (due || (look && (await this.drift()) > refreshAbove.drift)) await this.refresh();
  }

  /**
   * ε = ‖f(θ + U c) − F‖/‖F − f₀‖ on the probe, F the linear model's prediction: the share of what was learnt that is not
   * true of the real network. 0 before the first step. One backward pass over R, one forward pass over the probe.
   */
  async drift(): Promise<number> {
    const { tf } = this.#network;
    const probe = Math.min(this.#options.probe ?? 32, this.#inputs.shape[0]);
    const moved = this.#subspace.writeBack(this.#coordinates);
    const squares = tf.tidy(() => {
      const features = tf.slice(this.#features, 0, probe);
      const predicted = this.#model.forward([this.#coordinates], features);
      const start = this.#model.forward([tf.zerosLike(this.#coordinates)], features);
      const real = this.#network.forward(moved, tf.slice(this.#inputs, 0, probe));
      const square = (a: Tensor, b: Tensor) => tf.sum(tf.squaredDifference(a, b));
      return tf.stack([square(real, predicted), square(predicted, start)]);
    });
    const [error, learnt] = await squares.data();
    tf.dispose([squares, moved]);
    return learnt === 0 ? 0 : Math.sqrt(error / learnt);
  }

  /** Writes the coordinates back into the network and takes new features there. */
  async refresh(): Promise<void> {
    const { tf } = this.#network;
    const moved = this.#subspace.writeBack(this.#coordinates);
    tf.dispose(this.#at);
    this.#release();
    this.#at = moved;
    this.#refreshes++;
    await this.#prepare();
  }

  /** θ + U c, new tensors: the network that was trained. One backward pass over R. */
  parameters(): Tensor[] {
    return this.#subspace.writeBack(this.#coordinates);
  }

  /** c [k], borrowed until the next step. */
  get coordinates(): Tensor {
    return this.#coordinates;
  }

  /** The linear model in coordinates, for inputs from `prepare`. */
  get model(): Model {
    return this.#model;
  }

  /** All examples prepared [n, C, k + 1], borrowed until the next refresh. */
  get features(): Tensor3D {
    return this.#features;
  }

  get subspace(): GradientSubspace {
    return this.#subspace;
  }

  get refreshes(): number {
    return this.#refreshes;
  }

  #release(): void {
    this.#network.tf.dispose([this.#features, this.#coordinates]);
    this.#subspace.dispose();
    this.#optimiser.dispose();
  }

  dispose(): void {
    this.#release();
    this.#network.tf.dispose(this.#at);
  }
}
