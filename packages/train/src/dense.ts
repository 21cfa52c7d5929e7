import type { Backend, MaybePromise, Network } from "@widthwise/backends";
import { type Counters, gramOfRows, largestEigenvalue, outputSigns, type Problem } from "@widthwise/core";
import { gaussNewtonCoefficients } from "./gauss-newton.ts";
import type { Step, Trainer, TrainerOptions } from "./trainer.ts";

/** Turns the residual f − y [n] into output coefficients u [n], in place. */
type Coefficients = (residual: Float64Array) => MaybePromise<Step["status"]>;

/** Training with all weights on a backend: forward, coefficients u of the outputs, W ← W − Jᵀu. */
class DenseTrainer implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly #network: Network;
  readonly #problem: Problem;
  readonly #coefficients: Coefficients;
  readonly #residual: Float64Array;

  constructor(network: Network, problem: Problem, coefficients: Coefficients) {
    this.counters = network.counters;
    this.liveNeurons = problem.width;
    this.#network = network;
    this.#problem = problem;
    this.#coefficients = coefficients;
    this.#residual = new Float64Array(problem.n);
  }

  async step(): Promise<Step> {
    const outputs = await this.#network.forward();
    const u = this.#residual;
    for (let i = 0; i < u.length; i++) u[i] = outputs[i] - this.#problem.labels[i];
    const status = await this.#coefficients(u);
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

/** Full-batch gradient descent by dense products: 2·m·n·d multiply-adds a step. */
export async function denseGd(backend: Backend, problem: Problem, options: TrainerOptions): Promise<Trainer> {
  const network = await backend.network(problem);
  const rate = options.rate ?? 1 / (await largestGramEigenvalue(network, problem));
  return new DenseTrainer(network, problem, (u) => {
    for (let i = 0; i < u.length; i++) u[i] *= rate;
    network.counters.macs += u.length;
    return "stepped";
  });
}

/** Gram–Gauss–Newton by dense products and an exact n×n solve: 2·m·n·d + n³/6 multiply-adds and the overlap counts. */
export async function denseGn(backend: Backend, problem: Problem, options: TrainerOptions): Promise<Trainer> {
  const network = await backend.network(problem);
  const { n, d, width } = problem;
  const kernel = gramOfRows(problem.inputs, n, d);
  const gram = new Float64Array(n * n);
  return new DenseTrainer(network, problem, async (u) => {
    const overlaps = await network.overlaps();
    const solved = gaussNewtonCoefficients(
      gram,
      kernel,
      overlaps,
      width,
      u,
      options.rate ?? 1,
      network.counters,
    );
    return solved.status === "solved" ? "stepped" : "breakdown";
  });
}

/** λ_max(G₀), by which the default rate of gradient descent is set: one forward pass and the n×n power method. */
async function largestGramEigenvalue(network: Network, { n, d, width, inputs }: Problem): Promise<number> {
  await network.forward();
  const overlaps = await network.overlaps();
  const gram = gramOfRows(inputs, n, d).map((k, at) => (k * overlaps[at]) / width);
  return largestEigenvalue(gram, n) || 1;
}
