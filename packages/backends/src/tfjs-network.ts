// The dense two-layer network over tfjs.
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import {
  type Counters,
  initialWeights,
  type NormalSource,
  NotEnoughMemory,
  newCounters,
  outputSigns,
  type Problem,
} from "@widthwise/core";
import type { AdamRates } from "@widthwise/kernels";
import { ADAM_OPERATIONS, type MaybePromise, type Network } from "./backend.ts";
import { type Engine, ensureFits, select, take, whenRead } from "./tfjs-engine.ts";

/** Neurons first … first+count−1. Shapes are those of layout `columns`; in layout `rows` each is transposed. */
interface Block {
  readonly first: number;
  readonly count: number;
  /** the initial weights [d, count], never disposed before the network is */
  readonly initial: Tensor2D;
  /** the current weights [d, count]; shares the memory of `initial` until the first update */
  weights: Tensor2D;
  /**
   * a [count], which broadcasts over the rows of Zᵀ; layout `rows`: spread to [count, n], as tfjs-cpu takes 20 ns per
   * number to broadcast
   */
  readonly signs: Tensor;
  /** a [count, 1], the other factor of the product that gives f */
  readonly output: Tensor2D;
  /** −b [count], which the fused product adds; layout `rows`: a scalar */
  readonly bias: Tensor;
  /** a_r where neuron r fired at input i in the last forward, else 0: [n, count] */
  fired: Tensor2D | undefined;
}

const BYTES = 4;
/** Every integer up to here is a float32, so counts below it are exact. */
const EXACT = 2 ** 24;

/**
 * The dense network on any tfjs engine, in blocks of neurons, laid out so that both large products run in the engine's
 * fast orientation. Layout `columns`, plain products:
 *   Zᵀ_b [n, block] = X [n, d] · Wᵀ_b [d, block],    Wᵀ_b −= (Xᵀ diag(u)/√m) [d, n] · Fᵀ_b [n, block];
 * layout `rows`, second factors stored transposed:
 *   Z_b [block, n] = W_b [block, d] · X [n, d]ᵀ,      W_b −= F_b [block, n] · (Xᵀ diag(u)/√m) [d, n]ᵀ.
 * F = mask ⊙ a: folding the signs into the mask and u into X leaves no elementwise pass over [n, m] in the update, and
 * as a² = 1 the overlaps are Fᵀ F. tfjs cannot add in place: each block's weights are replaced, the old disposed.
 */
export class TfjsNetwork implements Network {
  readonly counters: Counters = newCounters();
  readonly #engine: Engine;
  readonly #problem: Problem;
  readonly #columns: boolean;
  readonly #inputs: Tensor2D;
  readonly #inputsT: Tensor2D;
  readonly #blocks: Block[] = [];
  readonly #moments = new Map<Block, { mean: Tensor2D; square: Tensor2D }>();
  /** clears what an optimiser remembers */
  #forget = () => {};

  constructor(engine: Engine, problem: Problem, normals: NormalSource) {
    const { n, d, width, inputs, shift } = problem;
    this.#engine = engine;
    this.#problem = problem;
    this.#columns = engine.layout === "columns";
    // initial and current weights, fired, and the temporaries of one block
    const columns = Math.min(width, blockSize(engine, n, d));
    const temporaries = columns * (2 * d + 3 * n);
    ensureFits(engine, BYTES * (width * (2 * d + n) + temporaries), `width ${width}`);
    select(engine);
    const { tf } = engine;
    this.#inputs = tf.tensor2d(Float32Array.from(inputs), [n, d]);
    this.#inputsT = tf.tidy(() => tf.transpose(this.#inputs));
    for (let first = 0; first < width; first += columns) {
      const count = Math.min(columns, width - first);
      const signs = new Float32Array(count);
      outputSigns(problem, first, count, signs);
      const initial = this.#columns
        ? tf.tensor2d(drawTransposed(problem, first, count, normals), [d, count])
        : tf.tensor2d(drawRows(problem, first, count, normals), [count, d]);
      engine.place?.(initial);
      this.#blocks.push({
        first,
        count,
        initial,
        weights: initial.clone(),
        signs: this.#columns
          ? tf.tensor1d(signs)
          : tf.tidy(() => tf.tile(tf.tensor2d(signs, [count, 1]), [1, n])),
        bias: tf.fill(this.#columns ? [count] : [], -shift),
        output: tf.tensor2d(signs, this.#columns ? [count, 1] : [1, count]),
        fired: undefined,
      });
    }
  }

  /** Counts an elementwise pass: so many float32 read and written. */
  #touch(read: number, written: number): void {
    this.counters.bytesRead += BYTES * read;
    this.counters.bytesWritten += BYTES * written;
  }

  /** Counts a product [rows, inner]·[inner, cols] as it is issued. */
  #countProduct(rows: number, inner: number, cols: number): void {
    this.counters.macs += rows * inner * cols;
    this.#touch(rows * inner + inner * cols, rows * cols);
  }

  forward(): MaybePromise<Float64Array> {
    select(this.#engine);
    const { tf, indicator } = this.#engine;
    const { n, width } = this.#problem;
    const parts = this.#blocks.map((block) => {
      block.fired?.dispose();
      const [part, fired] = tf.tidy(() => {
        const excess = this.#excess(block);
        const part = this.#columns ? tf.matMul(excess, block.output) : tf.matMul(block.output, excess);
        return [part, tf.mul<Tensor2D>(tf[indicator](excess), block.signs)];
      });
      this.#countProduct(n, block.count, 1);
      this.#touch(2 * n * block.count, 2 * n * block.count);
      block.fired = fired;
      return part as Tensor2D;
    });
    const scale = 1 / Math.sqrt(width);
    return whenRead(this.#sum(parts, n), (sum) => sum.map((value) => value * scale));
  }

  /** max(⟨w_r, x_i⟩ − b, 0) of a block, [n, count] or [count, n]. */
  #excess({ weights, bias, count }: Block): Tensor2D {
    const { tf } = this.#engine;
    const { n, d } = this.#problem;
    this.#countProduct(n, d, count);
    this.counters.compares += n * count;
    if (this.#columns)
      return tf.fused.matMul({ a: this.#inputs, b: weights, bias, activation: "relu" }) as Tensor2D;
    this.#touch(2 * n * count, 2 * n * count);
    return tf.relu(tf.add<Tensor2D>(tf.matMul(weights, this.#inputs, false, true), bias));
  }

  /** Σ of equally sized tensors in float64, in one read-back where reading is asynchronous; disposes them. */
  #sum(parts: Tensor2D[], size: number): MaybePromise<Float64Array> {
    const sum = new Float64Array(size);
    const add = (values: Float32Array) => {
      for (let o = 0; o < values.length; o += size) for (let i = 0; i < size; i++) sum[i] += values[o + i];
      return sum;
    };
    if (!this.#engine.asynchronous) {
      for (const part of parts) add(take(this.#engine, part) as Float32Array);
      return sum;
    }
    const all = parts.length === 1 ? parts[0] : this.#engine.tf.concat(parts);
    if (parts.length > 1) for (const part of parts) part.dispose();
    return whenRead(take(this.#engine, all), add);
  }

  #fired(block: Block): Tensor2D {
    if (block.fired === undefined)
      throw new Error("call forward() first: no neuron has been asked whether it fires");
    return block.fired;
  }

  overlaps(): MaybePromise<Float64Array> {
    select(this.#engine);
    const { tf } = this.#engine;
    const { n } = this.#problem;
    // one read-back for as many blocks as float32 can count exactly
    const chunk = Math.max(1, Math.floor(EXACT / this.#blocks[0].count));
    const parts: Tensor2D[] = [];
    this.#blocks.forEach((block, b) => {
      const fired = this.#fired(block);
      const count = tf.tidy(() => this.#gram(fired));
      this.#countProduct(n, block.count, n);
      if (b % chunk === 0) parts.push(count);
      else {
        const previous = parts[parts.length - 1];
        parts[parts.length - 1] = tf.add<Tensor2D>(previous, count);
        this.#touch(2 * n * n, n * n);
        previous.dispose();
        count.dispose();
      }
    });
    return this.#sum(parts, n * n);
  }

  /** Fᵀ F [n, n] of one block. Transposing first beats the transpose flag on every engine with a choice. */
  #gram(fired: Tensor2D): Tensor2D {
    const { tf } = this.#engine;
    this.#touch(fired.size, fired.size);
    const turned = tf.transpose(fired);
    return this.#columns ? tf.matMul(fired, turned) : tf.matMul(turned, turned, false, true);
  }

  update(u: Float64Array): void {
    const { tf } = this.#engine;
    this.#pullBack(u, (block, gradient) => {
      const weights = tf.sub<Tensor2D>(block.weights, gradient);
      this.#touch(2 * gradient.size, gradient.size);
      block.weights.dispose();
      block.weights = weights;
    });
  }

  /**
   * Calls use(block, its part of Jᵀu as [d, count] or [count, d]) for every block, in order; the part is disposed after
   * it.
   */
  #pullBack(u: Float64Array, use: (block: Block, gradient: Tensor2D) => void): void {
    select(this.#engine);
    const { tf } = this.#engine;
    const { n, d, width } = this.#problem;
    const scale = 1 / Math.sqrt(width);
    const weighted = tf.tidy(() =>
      tf.mul<Tensor2D>(this.#inputsT, tf.tensor1d(Float32Array.from(u, (v) => v * scale))),
    );
    this.#touch(d * n + n, d * n);
    for (const block of this.#blocks) {
      const fired = this.#fired(block);
      const gradient = tf.tidy<Tensor2D>(() =>
        this.#columns ? tf.matMul(weighted, fired) : tf.matMul(fired, weighted, false, true),
      );
      this.#countProduct(d, n, block.count);
      use(block, gradient);
      gradient.dispose();
    }
    weighted.dispose();
  }

  /** The moments are a pair of tensors per block. */
  adam({ rate, decay1, decay2, epsilon }: AdamRates): (u: Float64Array) => void {
    const { tf } = this.#engine;
    const { n, d, width } = this.#problem;
    ensureFits(this.#engine, BYTES * width * (4 * d + n), `Adam at width ${width}`);
    let taken = 0;
    this.#forget = () => {
      for (const { mean, square } of this.#moments.values())
        for (const moment of [mean, square]) moment.dispose();
      this.#moments.clear();
      taken = 0;
    };
    return (u) => {
      taken++;
      const step = rate / (1 - decay1 ** taken);
      const root = 1 / Math.sqrt(1 - decay2 ** taken);
      this.#pullBack(u, (block, gradient) => {
        const before = this.#moments.get(block);
        const moment = (old: Tensor2D | undefined, decay: number, value: Tensor2D) => {
          const gain = tf.mul<Tensor2D>(value, 1 - decay);
          return old === undefined ? gain : tf.add<Tensor2D>(tf.mul(old, decay), gain);
        };
        const [mean, square, weights] = tf.tidy(() => {
          const mean = moment(before?.mean, decay1, gradient);
          const square = moment(before?.square, decay2, tf.square(gradient));
          const below = tf.add(tf.mul(tf.sqrt(square), root), epsilon);
          return [mean, square, tf.sub<Tensor2D>(block.weights, tf.div(tf.mul(mean, step), below))];
        });
        this.counters.macs += ADAM_OPERATIONS * gradient.size;
        // eleven elementwise passes, four of them of two operands
        this.#touch(15 * gradient.size, 11 * gradient.size);
        for (const old of [before?.mean, before?.square, block.weights]) old?.dispose();
        this.#moments.set(block, { mean, square });
        block.weights = weights;
      });
    };
  }

  settled(): MaybePromise<void> {
    return this.#engine.settled?.();
  }

  /** No copy: the current weights become a second name for the initial ones. O(blocks). */
  restore(): void {
    select(this.#engine);
    this.#forget();
    for (const block of this.#blocks) {
      block.weights.dispose();
      block.weights = block.initial.clone();
    }
  }

  weights(first: number, count: number): MaybePromise<Float64Array> {
    const { d, width } = this.#problem;
    if (!(first >= 0 && count >= 1 && first + count <= width))
      throw new RangeError(`neurons ${first} … ${first + count - 1} are not within 0 … ${width - 1}`);
    select(this.#engine);
    const { tf } = this.#engine;
    const out = new Float64Array(count * d);
    const reads: (void | Promise<void>)[] = [];
    for (const block of this.#blocks) {
      const low = Math.max(first, block.first);
      const wanted = Math.min(first + count, block.first + block.count) - low;
      if (wanted <= 0) continue;
      const at = low - block.first;
      const part = this.#columns
        ? tf.slice(block.weights, [0, at], [d, wanted])
        : tf.slice(block.weights, [at, 0], [wanted, d]);
      const [rowStep, step] = this.#columns ? [1, wanted] : [d, 1];
      const place = (values: Float32Array) => {
        for (let r = 0; r < wanted; r++)
          for (let k = 0; k < d; k++) out[(low - first + r) * d + k] = values[r * rowStep + k * step];
      };
      reads.push(whenRead(take(this.#engine, part), place));
    }
    return this.#engine.asynchronous ? Promise.all(reads).then(() => out) : out;
  }

  dispose(): void {
    this.#forget();
    for (const { initial, weights, signs, output, bias, fired } of this.#blocks)
      for (const tensor of [initial, weights, signs, output, bias, fired]) tensor?.dispose();
    this.#blocks.length = 0;
    this.#inputs.dispose();
    this.#inputsT.dispose();
  }
}

/**
 * Neurons per block: the engine's choice, or fewer where a block of weights would exceed its largest tensor. NotEnoughMemory
 * where a single neuron does.
 */
function blockSize(
  { block, largestBytes = Number.POSITIVE_INFINITY, info }: Engine,
  n: number,
  d: number,
): number {
  const most = Math.floor(largestBytes / (BYTES * Math.max(n, d)));
  if (most < 1)
    throw new NotEnoughMemory(`n ${n}, d ${d}: one neuron exceeds the largest tensor of ${info.name}`);
  return Math.min(block, most);
}

/** Rows drawn at a time before they are transposed: 128 rows of 784 float32 stay in the second-level cache. */
const ROWS = 128;

/** Initial weights of neurons first … first+count−1 as [d, count]. O(d·count). */
function drawTransposed(problem: Problem, first: number, count: number, normals: NormalSource): Float32Array {
  const { d } = problem;
  const out = new Float32Array(d * count);
  const rows = new Float32Array(Math.min(ROWS, count) * d);
  for (let start = 0; start < count; start += ROWS) {
    const some = Math.min(ROWS, count - start);
    initialWeights(problem, first + start, some, rows, normals);
    for (let k = 0; k < d; k++) for (let r = 0; r < some; r++) out[k * count + start + r] = rows[r * d + k];
  }
  return out;
}

/** The same as [count, d]. */
function drawRows(problem: Problem, first: number, count: number, normals: NormalSource): Float32Array {
  const out = new Float32Array(count * problem.d);
  initialWeights(problem, first, count, out, normals);
  return out;
}
