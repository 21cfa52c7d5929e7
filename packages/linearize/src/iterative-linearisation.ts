// Iterative linearisation: Goldwaser & Ge, "Understanding sparse feature updates in deep networks using iterative
// linearisation", arXiv 2211.12345: optimisation with fixed features (Eq. 3), and a feature-learning step every K of
// them (Eq. 4).
// Differences: any optimiser, whose state survives re-linearisation; `until` for one linearisation after τ ordinary steps.
import type { Loss } from "./loss.ts";
import { type Model, type Parameters, plus } from "./model.ts";
import type { Network } from "./network.ts";
import { Optimiser, type OptimiserOptions } from "./optimiser.ts";
import { tangentModel } from "./tangent-model.ts";
import type { Tensor, Tensor2D } from "./tf.ts";

/** What is minimised, how, and how often features are renewed. */
export interface LinearisationOptions {
  readonly loss: Loss;
  readonly optimiser: OptimiserOptions;
  /** K, steps between re-linearisations: 1 is ordinary training, Infinity the fixed tangent kernel */
  readonly every: number;
  /** τ: no re-linearisation after this step; with every: 1, ordinary training for τ steps, then one linearisation */
  readonly until?: number;
}

/**
 * Trains a network on its linearisation, which is renewed every K steps. A step costs an ordinary one plus two products per
 * layer; beside the parameters, those of the last linearisation are held. Nothing is read from the device. RangeError for a
 * period that is no whole number from 1 on, nor Infinity.
 *
 * @example
 * const training = new IterativeLinearisation(network, start, {
 *   loss: losses.square, optimiser: { kind: "sgd", rate: 0.1 }, every: 100,
 * });
 * for (let step = 0; step < 1000; step++) training.step(X, y);
 * training.parameters; // θ; features were renewed training.updates = 9 times
 */
export class IterativeLinearisation {
  readonly #network: Network;
  readonly #options: LinearisationOptions;
  readonly #optimiser: Optimiser;
  #at: Tensor[];
  /** θ − θ_s, kept instead of θ: the step needs no difference, and it keeps its digits; undefined for zero */
  #moved: Tensor[] | undefined;
  /** θ, once it was asked for */
  #parameters: Tensor[] | undefined;
  #model: Model;
  #steps = 0;
  #updates = 0;

  /** Copies `start`, which stays the caller's. */
  constructor(network: Network, start: Parameters, options: LinearisationOptions) {
    if (!(options.every === Infinity || (Number.isSafeInteger(options.every) && options.every > 0)))
      throw new RangeError(`every is ${options.every}, accepted are whole numbers from 1 on and Infinity`);
    this.#network = network;
    this.#options = options;
    this.#optimiser = new Optimiser(network.tf, options.optimiser, network.parameters);
    this.#at = start.map((tensor) => network.tf.clone(tensor));
    this.#model = tangentModel(network, this.#at);
  }

  /** One step on the examples X [B, …], y [B, C]; re-linearises first where one is due. */
  step(inputs: Tensor, targets: Tensor2D): void {
    const { every, until = Infinity } = this.#options;
    if (this.#steps > 0 && this.#steps % every === 0 && this.#steps <= until) this.relinearise();
    this.#advance(inputs, targets);
  }

  /** One step with the features as they are. */
  #advance(inputs: Tensor, targets: Tensor2D): void {
    const { tf } = this.#network;
    const { loss } = this.#options;
    const u = (f: Tensor2D) => loss.gradient(tf, f, targets);
    const { value, gradient } = this.#moved
      ? this.#network.linearVjp(this.#at, inputs, this.#moved, u)
      : this.#network.vjp(this.#at, inputs, u);
    const change = this.#optimiser.change(gradient);
    const moved = this.#moved ? plus(tf, this.#moved, change) : change;
    tf.dispose([value, gradient, this.#moved ? change : []]);
    this.#forget();
    this.#moved = moved;
    this.#steps++;
  }

  /** A feature update: the linearisation moves to where the parameters are. */
  relinearise(): void {
    if (this.#moved === undefined) return;
    const { tf } = this.#network;
    const here = plus(tf, this.#at, this.#moved);
    this.#forget();
    tf.dispose(this.#at);
    this.#at = here;
    this.#model = tangentModel(this.#network, here);
    this.#updates++;
  }

  #forget(): void {
    this.#network.tf.dispose([this.#moved ?? [], this.#parameters ?? []]);
    this.#moved = undefined;
    this.#parameters = undefined;
  }

  /**
   * Steps on all examples with these features until the loss's gradient in the outputs is small: ‖∂L/∂f‖ ≤ tolerance
   * times its value at the start of the call, looked at every `look` steps. Compares periods at equal inner residuals;
   * with `relinearise` after it, the limit of long periods.
   */
  async solveInner(
    inputs: Tensor,
    targets: Tensor2D,
    { tolerance, maxSteps, look = 10 }: { tolerance: number; maxSteps: number; look?: number },
  ): Promise<{ status: "converged" | "max-steps"; steps: number; residual: number }> {
    const start = await this.#outputResidual(inputs, targets);
    for (let steps = 0; ; steps++) {
      if (steps % look === 0 || steps === maxSteps) {
        const residual = start === 0 ? 0 : (await this.#outputResidual(inputs, targets)) / start;
        if (residual <= tolerance) return { status: "converged", steps, residual };
        if (steps === maxSteps) return { status: "max-steps", steps, residual };
      }
      this.#advance(inputs, targets);
    }
  }

  async #outputResidual(inputs: Tensor, targets: Tensor2D): Promise<number> {
    const { tf } = this.#network;
    const norm = tf.tidy(() =>
      tf.norm(this.#options.loss.gradient(tf, this.#model.forward(this.parameters, inputs), targets)),
    );
    const [residual] = await norm.data();
    norm.dispose();
    return residual;
  }

  /** θ, borrowed until the next step. */
  get parameters(): Parameters {
    if (this.#moved === undefined) return this.#at;
    const { tf } = this.#network;
    // a caller's tidy must not take them
    this.#parameters ??= plus(tf, this.#at, this.#moved).map((tensor) => tf.keep(tensor));
    return this.#parameters;
  }

  /** θ_s, where the features are taken; borrowed until the next re-linearisation. */
  get linearisedAt(): Parameters {
    return this.#at;
  }

  /** What is being trained, the network linearised at θ_s; borrowed likewise. */
  get model(): Model {
    return this.#model;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Feature updates so far: how often the linearisation moved. The last stretch of ordinary training counts none. */
  get updates(): number {
    return this.#updates;
  }

  dispose(): void {
    const { tf } = this.#network;
    this.#forget();
    tf.dispose(this.#at);
    this.#optimiser.dispose();
  }
}
