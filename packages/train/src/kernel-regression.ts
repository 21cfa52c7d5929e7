// Kernel regression: a model that is linear in what it trains is solved in one step by its kernel k,
//   α = (k(X, X) + ridge·I)⁻¹ (y − f₀),   f = f₀ + Σ_i α_i k(·, x_i).
import type { Backend, MaybePromise } from "@widthwise/backends";
import { type Counters, choleskyMacs, type Problem } from "@widthwise/core";
import { ProblemError } from "./check-problem.ts";
import type { TrainerOptions } from "./options.ts";
import { factorAndSolve, type Solve } from "./rules.ts";
import type { Step, Trainer } from "./trainer.ts";

/** A linear model, told by its kernel. */
export interface LinearModel {
  readonly counters: Counters;
  /** how many neurons it keeps */
  readonly neurons: number;
  /** f₀ [n] */
  readonly initial: Float64Array;
  /** a pivot of the Gram matrix below this fraction of the largest diagonal entry is noise; default: rounding in float64 */
  readonly leastPivot?: number;
  /** out [n, n] ← k(x_i, x_j), both triangles. Counts its work. */
  gram(out: Float64Array): void;
  /** f₀ + Σ_i α_i k(·, x_i) at new inputs [count, d]. */
  predict(alpha: Float64Array, inputs: Float64Array, count: number): MaybePromise<Float64Array>;
  /** how many neurons fire at each input [n] */
  fired(): Float64Array;
  /** `predict` answers whatever the initialisation, so that outputs can be checked by it */
  readonly everywhere: boolean;
  dispose(): void;
}

/**
 * Trains by one solve. Without a ridge the answer is the least change of the weights that fits the labels; a singular
 * kernel is a breakdown.
 */
export class KernelRegression implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly recompute?: (inputs: readonly number[]) => MaybePromise<Float64Array>;
  readonly #problem: Problem;
  readonly #model: LinearModel;
  readonly #ridge: number;
  readonly #solve: Solve;
  readonly #gram: Float64Array;
  readonly #alpha: Float64Array;
  readonly #outputs: Float64Array;
  #solved = false;

  constructor({ kernels }: Backend, problem: Problem, { ridge = 0 }: TrainerOptions, model: LinearModel) {
    if (!(ridge >= 0 && Number.isFinite(ridge)))
      throw new ProblemError(`ridge is ${ridge}, accepted are finite numbers from 0 on`);
    const { n, d, inputs } = problem;
    this.counters = model.counters;
    this.liveNeurons = model.neurons;
    this.#problem = problem;
    this.#model = model;
    this.#ridge = ridge;
    this.#solve = kernels?.solveSpd ?? factorAndSolve;
    this.#gram = new Float64Array(n * n);
    this.#alpha = new Float64Array(n);
    this.#outputs = model.initial.slice();
    if (model.everywhere)
      this.recompute = (rows) => {
        const chosen = new Float64Array(rows.length * d);
        rows.forEach((i, k) => {
          chosen.set(inputs.subarray(i * d, (i + 1) * d), k * d);
        });
        return this.predict(chosen, rows.length);
      };
  }

  /** The Gram matrix, and n³/6 + 2n² multiply-adds. */
  step(): Step {
    const { n, labels } = this.#problem;
    const outputs = this.#outputs.slice();
    if (this.#solved) return { outputs, status: "solved" };
    const gram = this.#gram;
    this.#model.gram(gram);
    const system = gram.slice();
    for (let i = 0; i < n; i++) system[i * n + i] += this.#ridge;
    const residual = labels.map((y, i) => y - outputs[i]);
    const solved = this.#solve(system, residual, this.#alpha, this.#model.leastPivot);
    this.counters.macs += choleskyMacs(n);
    this.counters.bytesRead += 16 * n * n;
    this.counters.bytesWritten += 16 * n * n;
    if (solved.status === "breakdown") {
      this.#alpha.fill(0);
      return { outputs, status: "breakdown" };
    }
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) this.#outputs[i] += gram[i * n + j] * this.#alpha[j];
    this.counters.macs += n * n;
    this.counters.bytesRead += 8 * n * n;
    this.#solved = true;
    return { outputs, status: "solved" };
  }

  evaluate(): Float64Array {
    return this.#outputs;
  }

  restore(): void {
    this.#solved = false;
    this.#alpha.fill(0);
    this.#outputs.set(this.#model.initial);
  }

  settled(): void {}

  fired(): Float64Array {
    return this.#model.fired();
  }

  predict(inputs: Float64Array, count: number): MaybePromise<Float64Array> {
    return this.#model.predict(this.#alpha, inputs, count);
  }

  /** √(αᵀ k(X, X) α), the length of the change of the weights. */
  distance(): number {
    const { n } = this.#problem;
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) sum += this.#alpha[i] * this.#gram[i * n + j] * this.#alpha[j];
    this.restore();
    return Math.sqrt(Math.max(0, sum));
  }

  dispose(): void {
    this.#model.dispose();
  }
}
