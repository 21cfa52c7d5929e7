// The tangent kernel of infinite width: no neuron is drawn, and the width enters through the shift b alone.
import type { Backend } from "@widthwise/backends";
import { bivariateTail, gramOfRows, newCounters, normalTail, type Problem } from "@widthwise/core";
import { checkUnitRows } from "./check-problem.ts";
import { KernelRegression, type LinearModel } from "./kernel-regression.ts";
import type { TrainerOptions } from "./options.ts";
import { checkInputs } from "./responses.ts";
import type { Trainer } from "./trainer.ts";

/**
 * ⟨x, x′⟩·P(⟨w, x⟩ > b, ⟨w, x′⟩ > b) over w ~ N(0, I), by ⟨x, x′⟩ of unit inputs: Deng et al., arXiv 2208.04508, remark
 * A.5.
 */
const limitKernel = (product: number, shift: number) => product * bivariateTail(shift, product);

/** The kernel H = E[G], the mean of the kernels of finite width. */
class LimitModel implements LinearModel {
  readonly counters = newCounters();
  readonly neurons = 0;
  readonly everywhere = true;
  readonly initial: Float64Array;
  readonly #problem: Problem;

  constructor(problem: Problem) {
    this.initial = new Float64Array(problem.n);
    this.#problem = problem;
  }

  /** n²·d/2 multiply-adds, and a quadrature of 20 nodes per entry of a triangle. */
  gram(out: Float64Array): void {
    const { n, d, inputs, shift } = this.#problem;
    out.set(gramOfRows(inputs, n, d));
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = limitKernel(out[i * n + j], shift);
    this.counters.macs += ((n * (n + 1)) / 2) * (d + NODES);
    this.counters.bytesRead += 8 * n * d;
    this.counters.bytesWritten += 8 * n * n;
  }

  /** Their mean: m·Φ̄(b). */
  fired(): Float64Array {
    const { n, width, shift } = this.#problem;
    return new Float64Array(n).fill(width * normalTail(shift));
  }

  /**
   * count·n·d multiply-adds and count·n quadratures, in float64 on every backend: near equal inputs the kernel grows like a
   * square root, which would turn rounding by 2^-24 into 2^-12.
   */
  predict(alpha: Float64Array, inputs: Float64Array, count: number): Float64Array {
    const { n, d, shift, inputs: x } = this.#problem;
    checkInputs(inputs, count, d);
    checkUnitRows(inputs, count, d);
    const f = new Float64Array(count);
    for (let j = 0; j < count; j++)
      for (let i = 0; i < n; i++) {
        let product = 0;
        for (let k = 0; k < d; k++) product += inputs[j * d + k] * x[i * d + k];
        f[j] += alpha[i] * limitKernel(product, shift);
      }
    return f;
  }

  dispose(): void {}
}

/** Of the quadrature in `bivariateTail`. */
const NODES = 20;

/** Starts the algorithm `kernel-limit`: nothing is drawn; its first step is the solve. */
export function limitTrainer(backend: Backend, problem: Problem, options: TrainerOptions): Trainer {
  return new KernelRegression(backend, problem, options, new LimitModel(problem));
}
