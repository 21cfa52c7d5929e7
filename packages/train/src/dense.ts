// Training by dense products: every weight takes part in every step.
import type { Backend, MaybePromise, Network } from "@widthwise/backends";
import { type Counters, gramOfRows, outputSigns, type Problem } from "@widthwise/core";
import { setsOfBits } from "./fired-sets.ts";
import type { TrainerOptions } from "./options.ts";
import { type Block, outputsAt, squaredMove } from "./responses.ts";
import { type Coefficients, coefficientsOf, type Rule } from "./rules.ts";
import type { Step, Trainer } from "./trainer.ts";

/** A step: f by a forward pass, coefficients u by the rule, then W ← W − Jᵀu, all on the backend. */
class DenseTrainer implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly #backend: Backend;
  readonly #network: Network;
  readonly #problem: Problem;
  readonly #rule: Rule;
  readonly #coefficients: Coefficients;
  readonly #update: (u: Float64Array) => MaybePromise<void>;
  readonly #residual: Float64Array;

  constructor(
    backend: Backend,
    network: Network,
    problem: Problem,
    rule: Rule,
    coefficients: Coefficients,
    update: (u: Float64Array) => MaybePromise<void>,
  ) {
    this.counters = network.counters;
    this.liveNeurons = problem.width;
    this.#backend = backend;
    this.#network = network;
    this.#problem = problem;
    this.#rule = rule;
    this.#coefficients = coefficients;
    this.#update = update;
    this.#residual = new Float64Array(problem.n);
  }

  async step(): Promise<Step> {
    const outputs = await this.#network.forward();
    const u = this.#residual;
    for (let i = 0; i < u.length; i++) u[i] = outputs[i] - this.#problem.labels[i];
    const overlaps = this.#rule.wants === "overlaps" ? await this.#network.overlaps() : NONE;
    const sets = this.#rule.wants === "sets" ? this.#firedSets() : undefined;
    const taken = this.#coefficients.take(u, { overlaps, sets });
    if (taken.status === "stepped") await this.#update(u);
    return { outputs, ...taken };
  }

  #firedSets() {
    const bits = this.#network.firedBits?.();
    if (bits === undefined) throw new Error("this backend does not say which neurons fired");
    return setsOfBits(bits, this.#problem.n, this.counters);
  }

  evaluate() {
    return this.#network.forward();
  }

  restore() {
    this.#coefficients.restore();
    return this.#network.restore();
  }

  settled() {
    return this.#network.settled();
  }

  async fired(): Promise<Float64Array> {
    const { n } = this.#problem;
    const overlaps = await this.#network.overlaps();
    return Float64Array.from({ length: n }, (_, i) => overlaps[i * n + i]);
  }

  async recompute(inputs: readonly number[]): Promise<Float64Array> {
    const { d, width, shift, inputs: x } = this.#problem;
    const outputs = new Float64Array(inputs.length);
    const signs = new Float64Array(CHUNK);
    for (let first = 0; first < width; first += CHUNK) {
      const count = Math.min(CHUNK, width - first);
      const weights = await this.#network.weights(first, count);
      outputSigns(this.#problem, first, count, signs);
      for (let r = 0; r < count; r++)
        for (let k = 0; k < inputs.length; k++) {
          let z = 0;
          for (let c = 0; c < d; c++) z += weights[r * d + c] * x[inputs[k] * d + c];
          if (z > shift) outputs[k] += signs[r] * (z - shift);
        }
    }
    return outputs.map((sum) => sum / Math.sqrt(width));
  }

  predict(inputs: Float64Array, count: number): Promise<Float64Array> {
    return outputsAt(this.#backend, this.#neurons(), this.#problem, inputs, count);
  }

  async distance(): Promise<number> {
    const squared = await squaredMove(this.#backend, this.#neurons(), this.#problem);
    await this.restore();
    return Math.sqrt(squared);
  }

  async *#neurons(): AsyncGenerator<Block> {
    const { width } = this.#problem;
    for (let first = 0; first < width; first += CHUNK) {
      const size = Math.min(CHUNK, width - first);
      const output = new Float64Array(size);
      outputSigns(this.#problem, first, size, output);
      yield { size, weights: await this.#network.weights(first, size), output };
    }
  }

  dispose(): void {
    this.#network.dispose();
  }
}

/** Neurons whose weights are read from the backend at a time. */
const CHUNK = 4096;

/** How the weights move by the coefficients u. */
export type UpdateOf = (network: Network, options: TrainerOptions) => (u: Float64Array) => MaybePromise<void>;

const NONE = new Float64Array(0);

/**
 * Training by dense products: 2·m·n·d multiply-adds per step for gradient descent; Gauss–Newton counts overlaps and
 * solves an n×n system besides. A mini-batch costs the same products: f is computed at every input.
 */
export async function denseTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
  rule: Rule,
  updateOf: UpdateOf = (network) => (u) => network.update(u),
): Promise<Trainer> {
  const network = await backend.network(problem);
  const { inputs, n, d } = problem;
  let overlaps: Float64Array = NONE;
  if (rule.atStart(options)) {
    await network.forward();
    overlaps = await network.overlaps();
  }
  const { counters } = network;
  const kernel = gramOfRows(inputs, n, d);
  const solve = backend.kernels?.solveSpd;
  return new DenseTrainer(
    backend,
    network,
    problem,
    rule,
    coefficientsOf(rule, { problem, kernel, tangent: { overlaps }, options, counters, solve }),
    updateOf(network, options),
  );
}
