import type { Backend, Network } from "@widthwise/backends";
import { type Counters, gramOfRows, outputSigns, type Problem } from "@widthwise/core";
import type { Coefficients, Rule } from "./rules.ts";
import type { Step, Trainer, TrainerOptions } from "./trainer.ts";

/** Training with all weights on a backend: forward, coefficients u of the outputs, W ← W − Jᵀu. */
class DenseTrainer implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly #network: Network;
  readonly #problem: Problem;
  readonly #rule: Rule;
  readonly #coefficients: Coefficients;
  readonly #residual: Float64Array;

  constructor(network: Network, problem: Problem, rule: Rule, coefficients: Coefficients) {
    this.counters = network.counters;
    this.liveNeurons = problem.width;
    this.#network = network;
    this.#problem = problem;
    this.#rule = rule;
    this.#coefficients = coefficients;
    this.#residual = new Float64Array(problem.n);
  }

  async step(): Promise<Step> {
    const outputs = await this.#network.forward();
    const u = this.#residual;
    for (let i = 0; i < u.length; i++) u[i] = outputs[i] - this.#problem.labels[i];
    const overlaps = this.#rule.everyStep ? await this.#network.overlaps() : NONE;
    const status = this.#coefficients(u, overlaps);
    if (status === "stepped") await this.#network.update(u);
    return { outputs, status };
  }

  evaluate() {
    return this.#network.forward();
  }

  restore() {
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

  dispose(): void {
    this.#network.dispose();
  }
}

/** Neurons downloaded at a time for a check. */
const CHUNK = 4096;

const NONE = new Float64Array(0);

/**
 * Full-batch training by dense products: 2·m·n·d multiply-adds a step for gradient descent, and for Gauss–Newton the
 * overlap counts and an exact n×n solve besides.
 */
export async function denseTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
  rule: Rule,
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
    network,
    problem,
    rule,
    rule.prepare({ problem, kernel, overlaps, options, counters, solve }),
  );
}
