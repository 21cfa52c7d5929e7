// Training on the neurons that a search structure finds: Deng, Hu, Song, Weinstein, Zhuo, "Training Overparametrized
// Neural Networks in Sublinear Time", arXiv 2208.04508, algorithms 1 and 5. Differences: the exact Gram matrix in place
// of a sketch, and Δz_rj = −(a_r/√m) Σ_i u_i K_ij in place of explicit weights, so that d leaves the loop; the second
// layer can be trained too, which leaves the trees alone.
import type { Backend } from "@widthwise/backends";
import { distance, gramOfRows, newCounters, outputSigns, type Problem } from "@widthwise/core";
import type { Recall, ThresholdIndex } from "@widthwise/sparse-tree";
import { countOverlaps, type FiredSets, moveRow, scaleKernelRows, sumBothLayers } from "./fired-sets.ts";
import { ImplicitWeights } from "./implicit-weights.ts";
import { forEachInitialProduct } from "./initial-products.ts";
import type { TrainerOptions } from "./options.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { type Block, outputsAt, squaredMove } from "./responses.ts";
import { type Coefficients, coefficientsOf, type Rule, type Tangent } from "./rules.ts";
import type { Step, Trainer } from "./trainer.ts";

/** Builds a search structure over z [n, m]; one that may miss neurons says how many. */
export type BuildIndex = (
  z: Float64Array,
  problem: Problem,
  kernel: Float64Array,
) => ThresholdIndex & { recall?(b: number): Recall };

/** Neurons whose weights are written out at a time. */
const CHUNK = 2048;

/** Training with fired neurons found by a search structure; weights are implicit. */
export class TreeTrainer implements Trainer {
  readonly counters = newCounters();
  readonly liveNeurons: number;
  readonly recall?: () => Recall;
  readonly recompute?: (inputs: readonly number[]) => Float64Array;
  readonly #backend: Backend;
  readonly #problem: Problem;
  readonly #rule: Rule;
  readonly #coefficients: Coefficients;
  readonly #kernel: Float64Array;
  readonly #index: ReturnType<BuildIndex>;
  readonly #initial: ArrayBuffer;
  /** a [m]: ±1 at the start */
  readonly #outer: Float64Array;
  readonly #initialOuter: Float64Array | undefined;
  readonly #sets: FiredSets;
  /** row of each neuron in the sets, −1 where it fires nowhere [m]; only entries of neurons that fire are ever touched */
  readonly #rowOf: Int32Array;
  readonly #found: Int32Array[];
  readonly #counts: Int32Array;
  readonly #outputs: Float64Array;
  readonly #residual: Float64Array;
  readonly #tangent: Tangent;
  /** u_i K_ij [n, n] */
  readonly #ku: Float64Array;
  readonly #implicit: ImplicitWeights | undefined;
  #moves = new Float64Array(0);
  /** φ(z_ri) beside every input of the sets, where both layers are trained */
  #excess = new Float64Array(0);

  constructor(backend: Backend, problem: Problem, options: TrainerOptions, rule: Rule, build: BuildIndex) {
    const normals = backend.kernels?.fillNormals;
    this.#backend = backend;
    const { n, d, width, inputs } = problem;
    this.#problem = problem;
    this.liveNeurons = width;
    this.#rule = rule;
    this.#kernel = gramOfRows(inputs, n, d);
    const z = new Float64Array(n * width);
    const place = (r: number, row: Float64Array) => {
      for (let i = 0; i < n; i++) z[i * width + r] = row[i];
    };
    forEachInitialProduct(problem, place, normals);
    this.counters.macs += width * n * d;
    const index = build(z, problem, this.#kernel);
    index.counters = this.counters;
    this.#index = index;
    this.#initial = index.save();
    this.#outer = new Float64Array(width);
    outputSigns(problem, 0, width, this.#outer);
    const both = options.train === "both";
    if (both) this.#initialOuter = this.#outer.slice();
    this.#sets = {
      rows: 0,
      neuron: new Int32Array(width),
      start: new Int32Array(width + 1),
      input: new Int32Array(0),
    };
    this.#rowOf = new Int32Array(width).fill(-1);
    this.#found = Array.from({ length: n }, () => new Int32Array(width));
    this.#counts = new Int32Array(n);
    this.#outputs = new Float64Array(n);
    this.#residual = new Float64Array(n);
    this.#tangent = {
      overlaps: new Float64Array(n * n),
      features: both ? new Float64Array(n * n) : undefined,
      sets: this.#sets,
    };
    this.#ku = new Float64Array(n * n);
    if (index.recall !== undefined) {
      this.recall = () => this.#measureRecall();
      // nothing else can tell whether an approximate run's z is right
      const implicit = new ImplicitWeights(problem, normals);
      this.#implicit = implicit;
      this.recompute = (at) => implicit.outputs(this.#outer, at);
    }
    if (rule.atStart(options)) {
      for (let i = 0; i < n; i++) this.#query(i);
      this.#groupByNeuron();
      this.#sumTangent();
    }
    this.#coefficients = coefficientsOf(rule, {
      problem,
      kernel: this.#kernel,
      tangent: this.#tangent,
      options,
      counters: this.counters,
    });
  }

  step(): Step {
    const { n, width, labels } = this.#problem;
    const outputs = this.#outputs;
    this.#counts.fill(0);
    for (const i of this.#coefficients.batch) this.#query(i);
    const u = this.#residual;
    for (let i = 0; i < n; i++) u[i] = outputs[i] - labels[i];
    this.#groupByNeuron();
    if (this.#rule.wants === "overlaps") this.#sumTangent();
    const taken = this.#coefficients.take(u, this.#tangent);
    if (taken.status !== "stepped") return { outputs, ...taken };
    scaleKernelRows(this.#kernel, u, this.#ku);
    const sets = this.#sets;
    if (this.#moves.length < sets.rows * n) this.#moves = new Float64Array(sets.rows * n);
    this.#moves.fill(0, 0, sets.rows * n);
    for (let k = 0; k < sets.rows; k++)
      moveRow(sets, k, this.#ku, n, this.#outer[sets.neuron[k]] / Math.sqrt(width), this.#moves, k * n);
    this.counters.macs += n * n + sets.start[sets.rows] * n;
    this.counters.bytesRead += 8 * (n * n + sets.start[sets.rows] * n);
    this.counters.bytesReread += 8 * sets.start[sets.rows] * n;
    this.counters.bytesWritten += 8 * sets.start[sets.rows] * n;
    this.#implicit?.move(sets, this.#outer, u, this.counters);
    if (this.#initialOuter !== undefined) this.#moveOuter(u);
    this.#index.add(sets.neuron, sets.rows, this.#moves);
    return { outputs, ...taken };
  }

  evaluate(): Float64Array {
    const { n, width, shift } = this.#problem;
    const index = this.#index;
    if (index.exact) {
      for (let i = 0; i < n; i++) this.#query(i);
      return this.#outputs;
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let count = 0;
      for (let r = 0; r < width; r++) {
        const excess = index.value(i, r) - shift;
        if (excess <= 0) continue;
        sum += this.#outer[r] * excess;
        count++;
      }
      this.#outputs[i] = sum / Math.sqrt(width);
      this.#counts[i] = count;
    }
    return this.#outputs;
  }

  /** S_i, as far as the search finds it, and f_i. One query. */
  #query(i: number): void {
    const { width, shift } = this.#problem;
    const found = this.#found[i];
    const count = this.#index.fired(i, shift, found);
    let sum = 0;
    for (let k = 0; k < count; k++) sum += this.#outer[found[k]] * (this.#index.value(i, found[k]) - shift);
    this.#outputs[i] = sum / Math.sqrt(width);
    this.#counts[i] = count;
    this.counters.macs += count;
    this.counters.bytesRead += 20 * count;
  }

  #sumTangent(): void {
    const { n } = this.#problem;
    const { overlaps, features } = this.#tangent;
    if (features === undefined) countOverlaps(this.#sets, n, overlaps, this.counters);
    else sumBothLayers(this.#sets, n, this.#outer, this.#excess, overlaps, features, this.counters);
  }

  /** a_r ← a_r − (1/√m) Σ_{i∈F_r} u_i φ(z_ri), z before it moves. Σ_r |F_r| multiply-adds. */
  #moveOuter(u: Float64Array): void {
    const { rows, neuron, start, input } = this.#sets;
    const scale = 1 / Math.sqrt(this.#problem.width);
    for (let k = 0; k < rows; k++) {
      let sum = 0;
      for (let p = start[k]; p < start[k + 1]; p++) sum += u[input[p]] * this.#excess[p];
      this.#outer[neuron[k]] -= scale * sum;
    }
    this.counters.macs += start[rows] + rows;
    this.counters.bytesRead += 20 * start[rows] + 8 * rows;
    this.counters.bytesWritten += 8 * rows;
  }

  #measureRecall(): Recall {
    const before = { ...this.counters };
    const recall = this.#index.recall?.(this.#problem.shift);
    Object.assign(this.counters, before);
    if (recall === undefined) throw new Error("this index misses nothing");
    return recall;
  }

  /**
   * Turns the lists S_i of neurons that fire into the rows F_r, neurons and inputs ascending. O(Σ_i |S_i| + K log K) for
   * K neurons.
   */
  #groupByNeuron(): void {
    const { n, shift } = this.#problem;
    const sets = this.#sets;
    const rowOf = this.#rowOf;
    const both = this.#initialOuter !== undefined;
    for (let k = 0; k < sets.rows; k++) rowOf[sets.neuron[k]] = -1;
    let rows = 0;
    let pairs = 0;
    for (let i = 0; i < n; i++)
      for (let k = 0; k < this.#counts[i]; k++) {
        const r = this.#found[i][k];
        if (rowOf[r] < 0) {
          rowOf[r] = 0;
          sets.neuron[rows++] = r;
        }
        pairs++;
      }
    sets.rows = rows;
    sets.neuron.subarray(0, rows).sort();
    if (sets.input.length < pairs) sets.input = new Int32Array(2 * pairs);
    if (both && this.#excess.length < pairs) this.#excess = new Float64Array(2 * pairs);
    const sizes = sets.start.fill(0, 0, rows + 1);
    for (let k = 0; k < rows; k++) rowOf[sets.neuron[k]] = k;
    for (let i = 0; i < n; i++)
      for (let k = 0; k < this.#counts[i]; k++) sizes[rowOf[this.#found[i][k]] + 1]++;
    for (let k = 0; k < rows; k++) sets.start[k + 1] += sets.start[k];
    // start[k] walks to the row's end while it is filled, then everything moves back by one
    for (let i = 0; i < n; i++)
      for (let k = 0; k < this.#counts[i]; k++) {
        const r = this.#found[i][k];
        const at = sets.start[rowOf[r]]++;
        sets.input[at] = i;
        if (both) this.#excess[at] = this.#index.value(i, r) - shift;
      }
    for (let k = rows; k > 0; k--) sets.start[k] = sets.start[k - 1];
    sets.start[0] = 0;
    this.counters.bytesRead += (both ? 24 : 16) * pairs;
    this.counters.bytesWritten += (both ? 20 : 12) * pairs;
  }

  restore(): void {
    this.#coefficients.restore();
    this.#index.restore(this.#initial);
    this.#implicit?.restore();
    if (this.#initialOuter !== undefined) this.#outer.set(this.#initialOuter);
  }

  settled(): void {}

  fired(): Float64Array {
    return Float64Array.from(this.#counts);
  }

  firedAt(i: number): Int32Array {
    return this.#found[i].subarray(0, this.#counts[i]);
  }

  predict(inputs: Float64Array, count: number): Promise<Float64Array> {
    return outputsAt(this.#backend, this.#neurons(), this.#problem, inputs, count);
  }

  async distance(): Promise<number> {
    const first = await squaredMove(this.#backend, this.#neurons(), this.#problem);
    const second = this.#initialOuter === undefined ? 0 : distance(this.#outer, this.#initialOuter);
    this.restore();
    return Math.hypot(Math.sqrt(first), second);
  }

  async *#neurons(): AsyncGenerator<Block> {
    const { n, width } = this.#problem;
    const weights = new RecoveredWeights(this.#backend, this.#problem, this.#kernel);
    for (let first = 0; first < width; first += CHUNK) {
      const size = Math.min(CHUNK, width - first);
      const z = new Float64Array(size * n);
      for (let i = 0; i < n; i++)
        for (let r = 0; r < size; r++) z[r * n + i] = this.#index.value(i, first + r);
      const neuron = Array.from({ length: size }, (_, r) => first + r);
      const output = this.#outer.slice(first, first + size);
      yield { size, weights: await weights.weights(neuron, z), output };
    }
  }

  dispose(): void {}
}
