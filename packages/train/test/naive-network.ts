// The network by its definition, in loops over neurons and inputs: the oracle of these tests.
import { choleskyFactor, choleskySolve, initialWeights, outputSigns, type Problem } from "@widthwise/core";

/** The network of core's model.ts with its weights in plain sight: float64, formulas as they stand, both layers on demand. */
export class NaiveNetwork {
  readonly w: Float64Array;
  readonly a: Float64Array;
  readonly #problem: Problem;
  readonly #both: boolean;

  constructor(problem: Problem, train: "first" | "both" = "first") {
    const { width, d } = problem;
    this.#problem = problem;
    this.#both = train === "both";
    this.w = new Float64Array(width * d);
    initialWeights(problem, 0, width, this.w);
    this.a = new Float64Array(width);
    outputSigns(problem, 0, width, this.a);
  }

  /** φ(⟨w_r, x⟩ − b)/√m of every neuron: the derivatives of f at any x by a. */
  features(x: ArrayLike<number>): Float64Array {
    const { width, d, shift } = this.#problem;
    return this.a.map((_, r) => {
      let z = 0;
      for (let k = 0; k < d; k++) z += this.w[r * d + k] * x[k];
      return Math.max(z - shift, 0) / Math.sqrt(width);
    });
  }

  /** f at any x [d]. */
  at(x: ArrayLike<number>): number {
    return this.features(x).reduce((sum, feature, r) => sum + this.a[r] * feature, 0);
  }

  /** The derivatives of f at any x by w_1 … w_m [m·d]. */
  gradient(x: ArrayLike<number>): Float64Array {
    const { width, d } = this.#problem;
    const features = this.features(x);
    return this.w.map((_, k) => {
      const r = Math.floor(k / d);
      return features[r] > 0 ? (this.a[r] / Math.sqrt(width)) * x[k % d] : 0;
    });
  }

  outputs(): Float64Array {
    const { n, width } = this.#problem;
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let r = 0; r < width; r++) sum += this.a[r] * Math.max(this.#excess(r, i), 0);
      return sum / Math.sqrt(width);
    });
  }

  residual(): Float64Array {
    return this.outputs().map((f, i) => f - this.#problem.labels[i]);
  }

  loss(): number {
    return this.residual().reduce((sum, e) => sum + e * e, 0) / 2;
  }

  /** J [n, p]: derivatives of f by w_1 … w_m, then by a_1 … a_m where they are trained. */
  jacobian(): Float64Array[] {
    const { n, d, width, inputs } = this.#problem;
    const scale = 1 / Math.sqrt(width);
    return Array.from({ length: n }, (_, i) => {
      const row = new Float64Array(width * d + (this.#both ? width : 0));
      for (let r = 0; r < width; r++) {
        const excess = this.#excess(r, i);
        if (excess <= 0) continue;
        for (let k = 0; k < d; k++) row[r * d + k] = scale * this.a[r] * inputs[i * d + k];
        if (this.#both) row[width * d + r] = scale * excess;
      }
      return row;
    });
  }

  /** Jᵀ u [p] */
  pullBack(u: ArrayLike<number>): Float64Array {
    const rows = this.jacobian();
    return rows[0].map((_, k) => rows.reduce((sum, row, i) => sum + row[k] * u[i], 0));
  }

  /** parameters ← parameters + step [p] */
  move(step: Float64Array): void {
    const { width, d } = this.#problem;
    for (let k = 0; k < width * d; k++) this.w[k] += step[k];
    if (this.#both) for (let r = 0; r < width; r++) this.a[r] += step[width * d + r];
  }

  /** One step of gradient descent on the batch's share of the loss. */
  descend(rate: number, batch: readonly number[]): void {
    const e = this.residual();
    this.move(this.pullBack(e.map((x, i) => (batch.includes(i) ? -rate * x : 0))));
  }

  /** One Gauss–Newton step on the batch: G of the batch's rows of J, formed as J Jᵀ. */
  solve(batch: readonly number[], rate = 1): void {
    const e = this.residual();
    const rows = this.jacobian();
    const n = batch.length;
    const gram = new Float64Array(n * n);
    for (let k = 0; k < n; k++)
      for (let l = 0; l < n; l++)
        gram[k * n + l] = rows[batch[k]].reduce((sum, x, p) => sum + x * rows[batch[l]][p], 0);
    const x = Float64Array.from(batch, (i) => e[i]);
    if (choleskyFactor(gram, n).status === "breakdown")
      throw new Error("the problem's Gram matrix is singular");
    choleskySolve(gram, n, x);
    const u = new Float64Array(e.length);
    for (let k = 0; k < n; k++) u[batch[k]] = -rate * x[k];
    this.move(this.pullBack(u));
  }

  #excess(r: number, i: number): number {
    const { d, inputs, shift } = this.#problem;
    let z = 0;
    for (let k = 0; k < d; k++) z += this.w[r * d + k] * inputs[i * d + k];
    return z - shift;
  }
}

export const everyInput = ({ n }: Problem) => Array.from({ length: n }, (_, i) => i);
