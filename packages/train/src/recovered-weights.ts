// The weights of neurons of which only z = X w is kept, recovered for new inputs.
import type { Backend, Operand } from "@widthwise/backends";
import { choleskySolve, initialWeights, type Problem } from "@widthwise/core";
import { multiply } from "./responses.ts";

/**
 * Training moves w inside the span of the inputs, where z determines it, and leaves the rest as it was drawn:
 *   w_r(t) = g_r + Xᵀ K⁺ (z_r(t) − X g_r),
 * with g_r the weights that the dense algorithms start from. Where z_r(0) = X g_r this is exact. Where z_r(0) was drawn
 * from its law alone, g_r − Xᵀ K⁺ X g_r is an independent draw of what z leaves open, so that the law is exact, jointly
 * over all new inputs. The members of an antisymmetric pair share g_r.
 */
export class RecoveredWeights {
  readonly #backend: Backend;
  readonly #problem: Problem;
  /** indices of inputs that span all of them */
  readonly #basis: readonly number[];
  /** those inputs [rank, d] */
  readonly #rows: Float64Array;
  /** K⁻¹ X of those inputs [rank, d] */
  readonly #dual: Float64Array;

  /** n³/6 + n²·d multiply-adds. */
  constructor(backend: Backend, problem: Problem, kernel: Float64Array) {
    const { n, d, inputs } = problem;
    const { basis, factor } = spanningInputs(kernel, n);
    const rank = basis.length;
    this.#backend = backend;
    this.#problem = problem;
    this.#basis = basis;
    this.#rows = new Float64Array(rank * d);
    this.#dual = new Float64Array(rank * d);
    for (let k = 0; k < rank; k++) this.#rows.set(inputs.subarray(basis[k] * d, (basis[k] + 1) * d), k * d);
    const column = new Float64Array(rank);
    for (let c = 0; c < d; c++) {
      for (let k = 0; k < rank; k++) column[k] = this.#rows[k * d + c];
      choleskySolve(factor, rank, column);
      for (let k = 0; k < rank; k++) this.#dual[k * d + c] = column[k];
    }
  }

  /** w [count, d] of the neurons with these indices and with z [count, n]. 2·count·n·d multiply-adds on the backend. */
  async weights(neuron: ArrayLike<number>, z: Float64Array): Promise<Float64Array> {
    const { d } = this.#problem;
    const count = neuron.length;
    const weights = new Float64Array(count * d);
    for (let r = 0; r < count; r++)
      initialWeights(
        this.#problem,
        neuron[r],
        1,
        weights.subarray(r * d, (r + 1) * d),
        this.#backend.kernels?.fillNormals,
      );
    const rank = this.#basis.length;
    if (rank === 0 || count === 0) return weights;
    const shape = { orientation: "nt", rows: count, inner: d, cols: rank } as const;
    const drawn = await multiply(this.#backend, shape, weights, this.#rows);
    const open = this.#restricted(z, count);
    for (let o = 0; o < open.length; o++) open[o] -= drawn[o];
    const moves = await this.#moves(open, count);
    for (let o = 0; o < weights.length; o++) weights[o] += moves[o];
    return weights;
  }

  /**
   * Σ_r ‖Xᵀ K⁺ δz_r‖², δz [count, n]: the squared length of the moves of the weights, by the moves of z. count·n·d
   * multiply-adds.
   */
  async squaredMove(dz: Float64Array): Promise<number> {
    if (this.#basis.length === 0) return 0;
    const count = dz.length / this.#problem.n;
    const moves = await this.#moves(this.#restricted(dz, count), count);
    let sum = 0;
    for (const move of moves) sum += move ** 2;
    return sum;
  }

  #moves(dz: Float64Array, rows: number): Promise<Operand> {
    const shape = { orientation: "nn", rows, inner: this.#basis.length, cols: this.#problem.d } as const;
    return multiply(this.#backend, shape, dz, this.#dual);
  }

  /** [count, rank] ← the columns of z [count, n] that belong to the spanning inputs. */
  #restricted(z: Float64Array, count: number): Float64Array {
    const { n } = this.#problem;
    const rank = this.#basis.length;
    const out = new Float64Array(count * rank);
    for (let r = 0; r < count; r++)
      for (let k = 0; k < rank; k++) out[r * rank + k] = z[r * n + this.#basis[k]];
    return out;
  }
}

/**
 * Let p be the squared distance of an input from the span of those before it. In the direction that it adds, z, held in
 * float32, tells w up to 2^-24/√p; leaving the input out loses √p of the move along it. Both errors are equal at
 * p = 2^-24: nearer inputs count as dependent.
 */
const LEAST_PIVOT = 2 ** -24;

/**
 * The inputs that lie outside the span of those before them, and the Cholesky factor of their K [rank, rank]. n³/6
 * multiply-adds.
 */
function spanningInputs(kernel: Float64Array, n: number): { basis: number[]; factor: Float64Array } {
  const basis: number[] = [];
  const rows: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(basis.length + 1);
    for (let j = 0; j < basis.length; j++) {
      let sum = kernel[i * n + basis[j]];
      for (let k = 0; k < j; k++) sum -= row[k] * rows[j][k];
      row[j] = sum / rows[j][j];
    }
    const pivot = row.reduce((rest, value) => rest - value ** 2, kernel[i * n + i]);
    if (!(pivot > LEAST_PIVOT)) continue;
    row[basis.length] = Math.sqrt(pivot);
    rows.push(row);
    basis.push(i);
  }
  const factor = new Float64Array(basis.length ** 2);
  rows.forEach((row, k) => {
    factor.set(row, k * basis.length);
  });
  return { basis, factor };
}
