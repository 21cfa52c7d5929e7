// Deng, Hu, Song, Weinstein, Zhuo, "Training Overparametrized Neural Networks in Sublinear Time", arXiv 2208.04508.
// Differences from the paper: the exact Gram matrix in place of a sketch, and ΔZ = −(a_r/√m) Σ u_i K_ij in place of
// explicit weights, so that d leaves the loop.
import { gramOfRows, type NormalSource, newCounters, outputSigns, type Problem } from "@widthwise/core";
import { MaxTrees } from "@widthwise/sparse-tree";
import { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "./fired-sets.ts";
import { forEachInitialProduct } from "./initial-products.ts";
import type { Coefficients, Rule } from "./rules.ts";
import type { Step, Trainer, TrainerOptions } from "./trainer.ts";

/** Training with fired neurons found by a tree of maxima per input; weights are implicit. */
export class TreeTrainer implements Trainer {
  readonly counters = newCounters();
  readonly liveNeurons: number;
  readonly #problem: Problem;
  readonly #rule: Rule;
  readonly #coefficients: Coefficients;
  readonly #kernel: Float64Array;
  readonly #trees: MaxTrees;
  readonly #initial: Float64Array;
  readonly #signs: Float64Array;
  readonly #sets: FiredSets;
  /** row of a fired neuron in the sets, −1 where it fires nowhere: [m], only fired entries are ever touched */
  readonly #rowOf: Int32Array;
  readonly #found: Int32Array[];
  readonly #counts: Int32Array;
  readonly #outputs: Float64Array;
  readonly #residual: Float64Array;
  readonly #overlaps: Float64Array;
  /** rows u_i K_i */
  readonly #ku: Float64Array;
  #moves = new Float64Array(0);

  constructor(problem: Problem, options: TrainerOptions, rule: Rule, normals?: NormalSource) {
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
    this.#trees = new MaxTrees(z, n, width);
    this.#trees.counters = this.counters;
    this.#initial = this.#trees.nodes.slice();
    this.#signs = new Float64Array(width);
    outputSigns(problem, 0, width, this.#signs);
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
    this.#overlaps = new Float64Array(n * n);
    this.#ku = new Float64Array(n * n);
    if (rule.atStart(options)) {
      this.evaluate();
      this.#groupByNeuron();
      countOverlaps(this.#sets, n, this.#overlaps, this.counters);
    }
    const start = {
      problem,
      kernel: this.#kernel,
      overlaps: this.#overlaps,
      options,
      counters: this.counters,
    };
    this.#coefficients = rule.prepare(start);
  }

  step(): Step {
    const { n, width, labels } = this.#problem;
    const outputs = this.evaluate();
    const u = this.#residual;
    for (let i = 0; i < n; i++) u[i] = outputs[i] - labels[i];
    this.#groupByNeuron();
    const sets = this.#sets;
    if (this.#rule.everyStep) countOverlaps(sets, n, this.#overlaps, this.counters);
    if (this.#coefficients(u, this.#overlaps) === "breakdown") return { outputs, status: "breakdown" };
    scaleKernelRows(this.#kernel, u, this.#ku);
    if (this.#moves.length < sets.rows * n) this.#moves = new Float64Array(sets.rows * n);
    this.#moves.fill(0, 0, sets.rows * n);
    for (let k = 0; k < sets.rows; k++)
      moveRow(sets, k, this.#ku, n, this.#signs[sets.neuron[k]] / Math.sqrt(width), this.#moves, k * n);
    this.counters.macs += n * n + sets.start[sets.rows] * n;
    this.counters.bytesRead += 8 * (n * n + 2 * sets.start[sets.rows] * n);
    this.counters.bytesWritten += 8 * sets.start[sets.rows] * n;
    this.#trees.add(sets.neuron, sets.rows, this.#moves);
    return { outputs, status: "stepped" };
  }

  evaluate(): Float64Array {
    const { n, width, shift } = this.#problem;
    for (let i = 0; i < n; i++) {
      const found = this.#found[i];
      const count = this.#trees.fired(i, shift, found);
      let sum = 0;
      for (let k = 0; k < count; k++) sum += this.#signs[found[k]] * (this.#trees.value(i, found[k]) - shift);
      this.#outputs[i] = sum / Math.sqrt(width);
      this.#counts[i] = count;
      this.counters.macs += count;
      this.counters.bytesRead += 20 * count;
    }
    return this.#outputs;
  }

  /** Turns the lists S_i of fired neurons into the rows F_r, neurons and inputs ascending. O(Σ|S_i| + K log K). */
  #groupByNeuron(): void {
    const { n } = this.#problem;
    const sets = this.#sets;
    const rowOf = this.#rowOf;
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
    const sizes = sets.start.fill(0, 0, rows + 1);
    for (let k = 0; k < rows; k++) rowOf[sets.neuron[k]] = k;
    for (let i = 0; i < n; i++)
      for (let k = 0; k < this.#counts[i]; k++) sizes[rowOf[this.#found[i][k]] + 1]++;
    for (let k = 0; k < rows; k++) sets.start[k + 1] += sets.start[k];
    // start[k] walks to the row's end while it is filled, then everything moves back by one
    for (let i = 0; i < n; i++)
      for (let k = 0; k < this.#counts[i]; k++) sets.input[sets.start[rowOf[this.#found[i][k]]]++] = i;
    for (let k = rows; k > 0; k--) sets.start[k] = sets.start[k - 1];
    sets.start[0] = 0;
    this.counters.bytesRead += 16 * pairs;
    this.counters.bytesWritten += 12 * pairs;
  }

  restore(): void {
    this.#trees.nodes.set(this.#initial);
  }

  settled(): void {}

  fired(): Float64Array {
    return Float64Array.from(this.#counts);
  }

  dispose(): void {}
}
