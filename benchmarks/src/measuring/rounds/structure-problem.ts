// What search structures are measured on: z of a network at its start, and batches of changes to it.
import {
  choleskyFactor,
  choleskySolve,
  fillNormals,
  fillUniforms,
  gramOfRows,
  largestEigenvalue,
  liveLaw,
  newCounters,
  outputSigns,
  type Problem,
} from "@widthwise/core";
import { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "@widthwise/train";

const structuresStream = 30;
const structureBatchesStream = 31;

/** Differences of z at some neurons (ascending [count]): delta [count, n], and the same with the other sign. */
export interface Batch {
  readonly neurons: Int32Array;
  readonly delta: Float64Array;
  readonly negated: Float64Array;
}

/** Output coefficients u [n] of one step. */
export type StepRule = "gauss-newton" | "gradient-descent";

/** Neurons of a small batch. */
const FEW = 16;
/** A random neuron's weights move by N(0, 0.1²·I): a tenth of what they were drawn with. */
const FEW_MOVE = 0.1;

/**
 * Every number of z and of a batch is a whole multiple of this, below 2^20 in size: their sums are exact in float64, so
 * that a batch taken back leaves z as it was, bit for bit, and a structure is restored without a copy of it.
 */
const GRID = 2 ** -32;
const onGrid = (x: number) => Math.round(x / GRID) * GRID;

export class StructureProblem {
  readonly problem: Problem;
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  /** a_r [m] */
  readonly signs: Float64Array;
  /** z_ri [n, m] */
  readonly z: Float64Array;
  readonly #factor: Float64Array;
  readonly #few: Batch[] = [];
  #sets: FiredSets | undefined;
  readonly #coefficients = new Map<StepRule, Float64Array>();
  #step: Batch | undefined;

  /** z_r ~ N(0, K), the exact law of ⟨w_r, x_i⟩ for w_r ~ N(0, I). m·n²/2 multiply-adds. */
  constructor(problem: Problem) {
    const { inputs, n, d, width, seed } = problem;
    this.problem = problem;
    this.kernel = gramOfRows(inputs, n, d);
    const law = liveLaw(problem, this.kernel);
    this.#factor = law.factor;
    this.signs = new Float64Array(width);
    outputSigns(problem, 0, width, this.signs);
    this.z = new Float64Array(n * width);
    const draws = new Float64Array(n);
    for (let r = 0; r < width; r++) {
      if (r % law.twins === 0)
        fillNormals({ seed, stream: structuresStream }, Math.floor(r / law.twins) * n, draws);
      for (let i = 0; i < n; i++) this.z[i * width + r] = onGrid(this.#rowTimes(i, draws));
    }
  }

  /** Random neurons and changes; `which` tells independent batches apart. Widths below FEW have one of all neurons. */
  few(which: number): Batch {
    this.#few[which] ??= this.#drawFew(which);
    return this.#few[which];
  }

  /** The moves of all neurons that fire, by one Gauss–Newton step. */
  step(): Batch {
    this.#step ??= this.#moves(this.coefficients("gauss-newton"));
    return this.#step;
  }

  /** u [n]; throws where the Gram matrix is singular. */
  coefficients(rule: StepRule): Float64Array {
    let u = this.#coefficients.get(rule);
    if (u === undefined) {
      u = this.#solve(rule);
      this.#coefficients.set(rule, u);
    }
    return u;
  }

  /** The differences that a step with coefficients u makes: what `step` of a structure is held against. */
  movesOf(u: Float64Array): Batch {
    return this.#moves(u);
  }

  #rowTimes(i: number, x: Float64Array): number {
    const { n } = this.problem;
    let sum = 0;
    for (let k = 0; k <= i; k++) sum += this.#factor[i * n + k] * x[k];
    return sum;
  }

  #drawFew(which: number): Batch {
    const { n, width, seed } = this.problem;
    const count = Math.min(FEW, width);
    const uniforms = new Float64Array(count);
    fillUniforms({ seed, stream: structureBatchesStream }, which * FEW, uniforms);
    // R. Floyd's method, Bentley & Floyd, CACM 30 (1987)
    const chosen = new Set<number>();
    uniforms.forEach((uniform, k) => {
      const top = width - count + k;
      const drawn = Math.floor(uniform * (top + 1));
      chosen.add(chosen.has(drawn) ? top : drawn);
    });
    const neurons = Int32Array.from(chosen).sort();
    const delta = new Float64Array(count * n);
    const draws = new Float64Array(n);
    // the normals of z end at width·n, those of batch `which` lie beyond
    const first = (width + which * FEW) * n;
    for (let k = 0; k < count; k++) {
      fillNormals({ seed, stream: structuresStream }, first + k * n, draws);
      for (let i = 0; i < n; i++) delta[k * n + i] = onGrid(FEW_MOVE * this.#rowTimes(i, draws));
    }
    return batchOf(neurons, delta);
  }

  #fired(): FiredSets {
    if (this.#sets !== undefined) return this.#sets;
    const { n, width, shift } = this.problem;
    const neuron: number[] = [];
    const start = [0];
    const input: number[] = [];
    for (let r = 0; r < width; r++) {
      for (let i = 0; i < n; i++) if (this.z[i * width + r] > shift) input.push(i);
      if (input.length === start[start.length - 1]) continue;
      neuron.push(r);
      start.push(input.length);
    }
    this.#sets = {
      rows: neuron.length,
      neuron: Int32Array.from(neuron),
      start: Int32Array.from(start),
      input: Int32Array.from(input),
    };
    return this.#sets;
  }

  #solve(rule: StepRule): Float64Array {
    const { n, width, shift, labels } = this.problem;
    const sets = this.#fired();
    const u = new Float64Array(n);
    for (let k = 0; k < sets.rows; k++)
      for (let p = sets.start[k]; p < sets.start[k + 1]; p++) {
        const i = sets.input[p];
        u[i] +=
          (this.signs[sets.neuron[k]] * (this.z[i * width + sets.neuron[k]] - shift)) / Math.sqrt(width);
      }
    for (let i = 0; i < n; i++) u[i] -= labels[i];
    const gram = new Float64Array(n * n);
    countOverlaps(sets, n, gram, newCounters());
    for (let at = 0; at < n * n; at++) gram[at] *= this.kernel[at] / width;
    if (rule === "gradient-descent") {
      const rate = 1 / (largestEigenvalue(gram, n) || 1);
      return u.map((residual) => rate * residual);
    }
    if (choleskyFactor(gram, n).status === "breakdown")
      throw new Error(`the Gram matrix of ${n} inputs at width ${width} is singular: no Gauss–Newton step`);
    choleskySolve(gram, n, u);
    return u;
  }

  #moves(u: Float64Array): Batch {
    const { n, width } = this.problem;
    const sets = this.#fired();
    const ku = new Float64Array(n * n);
    scaleKernelRows(this.kernel, u, ku);
    const delta = new Float64Array(sets.rows * n);
    for (let k = 0; k < sets.rows; k++)
      moveRow(sets, k, ku, n, this.signs[sets.neuron[k]] / Math.sqrt(width), delta, k * n);
    return batchOf(sets.neuron, delta.map(onGrid));
  }
}

function batchOf(neurons: Int32Array, delta: Float64Array): Batch {
  return { neurons, delta, negated: delta.map((x) => -x) };
}
