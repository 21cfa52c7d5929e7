// A one-layer transformer on x ∘ y = : the architecture of github.com/danielmamay/grokking with one block, which Kunin et al.
// (arXiv 2406.06158, Figs 6d and 12) trained: embeddings of tokens and places, causal attention, normalisation after each
// residual sum. Only the last place is read, and what it attends to depends on one token and place at a time, so that keys
// and values are made once for the 2p + 2 tokens and places that occur, not for every example, with the same numbers.
// Differences: ReLU for GELU, as in Power et al.; no biases but those of the norms; no third norm after the second.
import { fillNormals, fillUniforms } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { checkCount, checkPositive } from "./check.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { DenseLayer } from "./dense-layer.ts";
import { LayerNorm } from "./layer-norm.ts";
import type { Pairs } from "./modular-arithmetic.ts";

const modularWeightsStream = 75;

export interface TransformerShape {
  /** p; tokens are 0 … p−1, ∘ and = */
  readonly prime: number;
  /** d */
  readonly width: number;
  /** they divide d */
  readonly heads: number;
  /** most pairs at a time */
  readonly rows: number;
}

export interface TransformerScales {
  /** what embeddings of tokens and places are divided by at the start */
  readonly alpha: number;
  /** what logits are multiplied by, always */
  readonly tau: number;
}

const names = [
  ...["tokens", "places", "query", "key", "value", "output"],
  ...["gain1", "bias1", "expand", "contract", "gain2", "bias2", "readout"],
] as const;

type TransformerParameters = Record<(typeof names)[number], Float32Array>;

/** x, ∘, y, = */
const PLACES = 4;

/** Sizes of the parameters, in the order in which they lie in a row. */
function transformerSizes({ prime, width: d }: TransformerShape): Record<(typeof names)[number], number> {
  const tokens = prime + 2;
  return {
    tokens: tokens * d,
    places: PLACES * d,
    query: d * d,
    key: d * d,
    value: d * d,
    output: d * d,
    gain1: d,
    bias1: d,
    expand: 4 * d * d,
    contract: 4 * d * d,
    gain2: d,
    bias2: d,
    readout: d * tokens,
  };
}

/** Views of parameters in a row [p], by name. */
export function partedParameters<A extends Float32Array | Float64Array>(
  flat: A,
  shape: TransformerShape,
): Record<(typeof names)[number], A> {
  const sizes = transformerSizes(shape);
  const parts: [string, A][] = [];
  let first = 0;
  for (const name of names) {
    parts.push([name, flat.subarray(first, first + sizes[name]) as A]);
    first += sizes[name];
  }
  return Object.fromEntries(parts) as Record<(typeof names)[number], A>;
}

/**
 * PyTorch's initial values: embeddings N(0, 1), here over α; attention's projections uniform in ±√(6/4d) (Xavier, of the
 * three together), other matrices uniform in ±1/√inputs; gains 1, biases 0.
 */
export function transformerStart(shape: TransformerShape, alpha: number, seed: number): Float32Array {
  const sizes = transformerSizes(shape);
  const count = names.reduce((sum, name) => sum + sizes[name], 0);
  const flat = new Float32Array(count);
  const parts = partedParameters(flat, shape);
  const d = shape.width;
  const embeddings = new Float64Array(sizes.tokens + sizes.places);
  fillNormals({ seed, stream: modularWeightsStream }, 0, embeddings);
  flat.set(embeddings.map((z) => z / alpha));
  const uniforms = new Float64Array(count);
  fillUniforms({ seed, stream: modularWeightsStream }, count, uniforms);
  const xavier = Math.sqrt(6 / (4 * d));
  const bounds = {
    ...{ query: xavier, key: xavier, value: xavier, output: 1 / Math.sqrt(d) },
    ...{ expand: 1 / Math.sqrt(d), contract: 1 / Math.sqrt(4 * d), readout: 1 / Math.sqrt(d) },
  };
  for (const [name, bound] of Object.entries(bounds)) {
    const part = parts[name as keyof typeof bounds];
    const first = (part.byteOffset - flat.byteOffset) / flat.BYTES_PER_ELEMENT;
    for (let k = 0; k < part.length; k++) part[k] = bound * (2 * uniforms[first + k] - 1);
  }
  parts.gain1.fill(1);
  parts.gain2.fill(1);
  return flat;
}

/** Loss, accuracy and gradient of the transformer on pairs, in float32. */
export class ModularTransformer {
  /** [p], in a row */
  readonly parameters: Float32Array;
  /** of the last `pull` */
  readonly gradient: Float32Array;
  readonly #shape: TransformerShape;
  readonly #tau: number;
  readonly #w: TransformerParameters;
  readonly #g: TransformerParameters;
  readonly #layers: Record<"key" | "value" | "output" | "expand" | "contract" | "readout", DenseLayer>;
  readonly #norms: [LayerNorm, LayerNorm];
  /** what = asks, [d] */
  readonly #query: Float32Array;
  /** of the tables' rows by head, [2p + 2, heads] */
  readonly #scores: Float32Array;
  readonly #scoreGradient: Float32Array;
  readonly #keyGradient: Float32Array;
  readonly #valueGradient: Float32Array;
  /** attention [rows, heads, 4] */
  readonly #attention: Float32Array;
  /** after the first norm, and two working copies, [rows, d] */
  readonly #middle: Float32Array;
  readonly #sum: Float32Array;
  readonly #pulled: Float32Array;
  /** [rows, 4d] */
  readonly #hidden: Float32Array;
  readonly #logitGradient: Float32Array;
  readonly #at = new Int32Array(PLACES);

  /** `parameters` as `transformerStart` makes them; they are trained in place. */
  constructor(kernels: Kernels, shape: TransformerShape, parameters: Float32Array, tau: number) {
    const { prime, width: d, heads, rows } = shape;
    for (const [name, value] of Object.entries({ width: d, heads, rows })) checkCount(name, value);
    if (d % heads !== 0) throw new RangeError(`${heads} heads do not divide width ${d}`);
    checkPositive("τ", tau);
    this.#shape = shape;
    this.#tau = tau;
    this.parameters = parameters;
    this.gradient = new Float32Array(parameters.length);
    this.#w = partedParameters(parameters, shape);
    this.#g = partedParameters(this.gradient, shape);
    const table = 2 * prime + 2;
    this.#layers = {
      key: new DenseLayer(kernels, table, d, d),
      value: new DenseLayer(kernels, table, d, d),
      output: new DenseLayer(kernels, rows, d, d),
      expand: new DenseLayer(kernels, rows, d, 4 * d),
      contract: new DenseLayer(kernels, rows, 4 * d, d),
      readout: new DenseLayer(kernels, rows, d, prime + 2),
    };
    this.#norms = [new LayerNorm(rows, d), new LayerNorm(rows, d)];
    this.#query = new Float32Array(d);
    this.#scores = new Float32Array(table * heads);
    this.#scoreGradient = new Float32Array(table * heads);
    this.#keyGradient = new Float32Array(table * d);
    this.#valueGradient = new Float32Array(table * d);
    this.#attention = new Float32Array(rows * heads * PLACES);
    this.#middle = new Float32Array(rows * d);
    this.#sum = new Float32Array(rows * d);
    this.#pulled = new Float32Array(rows * d);
    this.#hidden = new Float32Array(rows * 4 * d);
    this.#logitGradient = new Float32Array(rows * (prime + 2));
  }

  /** Mean loss and share of right answers, any number of pairs. 10d² + d·p multiply-adds a pair. */
  evaluate(pairs: Pairs): { readonly loss: number; readonly accuracy: number } {
    const count = pairs.x.length;
    const { rows, prime } = this.#shape;
    let [total, right] = [0, 0];
    for (let first = 0; first < count; first += rows) {
      const some = slice(pairs, first, Math.min(first + rows, count));
      const logits = this.#forward(some);
      const labels = some.label;
      const { loss, correct } = crossEntropy({ logits, classes: prime + 2, labels, scale: this.#tau });
      total += loss * labels.length;
      right += correct;
    }
    return { loss: total / count, accuracy: right / count };
  }

  /** The same on at most `rows` pairs, with the gradient. Three times as many multiply-adds. */
  pull(pairs: Pairs): { readonly loss: number; readonly accuracy: number } {
    const logits = this.#forward(pairs);
    const [classes, labels] = [this.#shape.prime + 2, pairs.label];
    const found = crossEntropy({ logits, classes, labels, scale: this.#tau }, this.#logitGradient);
    this.gradient.fill(0);
    this.#backward(pairs);
    return { loss: found.loss, accuracy: found.correct / labels.length };
  }

  /** Rows of the tables that = attends to for pair b: x, ∘, y, =. */
  #rowsOf({ x, y }: Pairs, b: number): Int32Array {
    const { prime } = this.#shape;
    const at = this.#at;
    at[0] = x[b];
    at[1] = 2 * prime;
    at[2] = prime + y[b];
    at[3] = 2 * prime + 1;
    return at;
  }

  /** Token and place of a row of the tables. */
  #sourceOf(row: number): [token: number, place: number] {
    const { prime } = this.#shape;
    if (row < prime) return [row, 0];
    if (row < 2 * prime) return [row - prime, 2];
    return row === 2 * prime ? [prime, 1] : [prime + 1, 3];
  }

  #forward(pairs: Pairs): Float32Array {
    const { prime, width: d, heads } = this.#shape;
    const w = this.#w;
    const layers = this.#layers;
    const size = d / heads;
    const table = 2 * prime + 2;
    const embedded = layers.key.inputs;
    for (let row = 0; row < table; row++) {
      const [token, place] = this.#sourceOf(row);
      for (let k = 0; k < d; k++) embedded[row * d + k] = w.tokens[token * d + k] + w.places[place * d + k];
    }
    layers.value.inputs.set(embedded);
    const keys = layers.key.forward(w.key);
    const values = layers.value.forward(w.value);
    const last = embedded.subarray((table - 1) * d, table * d);
    const query = this.#query.fill(0);
    for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) query[k] += last[i] * w.query[i * d + k];
    const scores = this.#scores;
    const scale = 1 / Math.sqrt(size);
    for (let row = 0; row < table; row++)
      for (let head = 0; head < heads; head++) {
        let sum = 0;
        for (let k = head * size; k < (head + 1) * size; k++) sum += query[k] * keys[row * d + k];
        scores[row * heads + head] = sum * scale;
      }
    const count = pairs.x.length;
    const attention = this.#attention;
    const mixed = layers.output.inputs;
    for (let b = 0; b < count; b++) {
      const at = this.#rowsOf(pairs, b);
      for (let head = 0; head < heads; head++) {
        const first = (b * heads + head) * PLACES;
        softmaxOf(scores, at, heads, head, attention, first);
        const a0 = attention[first];
        const a1 = attention[first + 1];
        const a2 = attention[first + 2];
        const a3 = attention[first + 3];
        const r0 = at[0] * d;
        const r1 = at[1] * d;
        const r2 = at[2] * d;
        const r3 = at[3] * d;
        for (let k = head * size; k < (head + 1) * size; k++)
          mixed[b * d + k] =
            a0 * values[r0 + k] + a1 * values[r1 + k] + a2 * values[r2 + k] + a3 * values[r3 + k];
      }
    }
    const attended = layers.output.forward(w.output);
    const sum = this.#sum;
    for (let b = 0; b < count; b++)
      for (let k = 0; k < d; k++) sum[b * d + k] = last[k] + attended[b * d + k];
    const middle = this.#middle;
    this.#norms[0].forward(sum, w.gain1, w.bias1, count, middle);
    layers.expand.inputs.set(middle);
    const hidden = layers.contract.inputs;
    const expanded = layers.expand.forward(w.expand);
    for (let k = 0; k < count * 4 * d; k++) hidden[k] = Math.max(expanded[k], 0);
    const contracted = layers.contract.forward(w.contract);
    for (let k = 0; k < count * d; k++) sum[k] = middle[k] + contracted[k];
    this.#norms[1].forward(sum, w.gain2, w.bias2, count, layers.readout.inputs);
    return layers.readout.forward(w.readout);
  }

  #backward(pairs: Pairs): void {
    const { prime, width: d } = this.#shape;
    const w = this.#w;
    const g = this.#g;
    const layers = this.#layers;
    const count = pairs.x.length;
    const pulled = this.#pulled;
    g.readout.set(layers.readout.pullWeights(this.#logitGradient));
    const outer = layers.readout.pullInputs(this.#logitGradient, w.readout);
    // rows without a pair pull nothing
    pulled.fill(0, count * d);
    this.#norms[1].backward(outer, w.gain2, count, g.gain2, g.bias2, pulled);
    g.contract.set(layers.contract.pullWeights(pulled));
    const behind = layers.contract.pullInputs(pulled, w.contract);
    const active = layers.contract.inputs;
    const hidden = this.#hidden;
    for (let k = 0; k < hidden.length; k++) hidden[k] = active[k] > 0 ? behind[k] : 0;
    g.expand.set(layers.expand.pullWeights(hidden));
    const through = layers.expand.pullInputs(hidden, w.expand);
    for (let k = 0; k < count * d; k++) pulled[k] += through[k];
    this.#norms[0].backward(pulled, w.gain1, count, g.gain1, g.bias1, pulled);
    g.output.set(layers.output.pullWeights(pulled));
    const mixed = layers.output.pullInputs(pulled, w.output);
    const query = this.#pullAttention(pairs, mixed);
    g.key.set(layers.key.pullWeights(this.#keyGradient));
    g.value.set(layers.value.pullWeights(this.#valueGradient));
    const byKey = layers.key.pullInputs(this.#keyGradient, w.key);
    const byValue = layers.value.pullInputs(this.#valueGradient, w.value);
    const table = 2 * prime + 2;
    const last = (table - 1) * d;
    const embedded = layers.key.inputs;
    const lastGradient = new Float64Array(d);
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let k = 0; k < d; k++) {
        sum += w.query[i * d + k] * query[k];
        g.query[i * d + k] = embedded[last + i] * query[k];
      }
      lastGradient[i] = sum;
    }
    for (let b = 0; b < count; b++) for (let k = 0; k < d; k++) lastGradient[k] += pulled[b * d + k];
    for (let row = 0; row < table; row++) {
      const [token, place] = this.#sourceOf(row);
      for (let k = 0; k < d; k++) {
        const pull = byKey[row * d + k] + byValue[row * d + k] + (row === table - 1 ? lastGradient[k] : 0);
        g.tokens[token * d + k] += pull;
        g.places[place * d + k] += pull;
      }
    }
  }

  /** Gradients of keys and values from that of what was mixed [rows, d]; returns that of the query [d]. */
  #pullAttention(pairs: Pairs, mixed: Float32Array): Float64Array {
    const { prime, width: d, heads } = this.#shape;
    const size = d / heads;
    const table = 2 * prime + 2;
    const count = pairs.x.length;
    const keys = this.#layers.key.outputs;
    const values = this.#layers.value.outputs;
    const attention = this.#attention;
    const valueGradient = this.#valueGradient.fill(0);
    const scoreGradient = this.#scoreGradient.fill(0);
    const shares = new Float64Array(PLACES);
    for (let b = 0; b < count; b++) {
      const at = this.#rowsOf(pairs, b);
      for (let head = 0; head < heads; head++) {
        const first = (b * heads + head) * PLACES;
        let mean = 0;
        for (let place = 0; place < PLACES; place++) {
          const a = attention[first + place];
          const row = at[place] * d;
          let share = 0;
          for (let k = head * size; k < (head + 1) * size; k++) {
            const pull = mixed[b * d + k];
            share += pull * values[row + k];
            valueGradient[row + k] += a * pull;
          }
          shares[place] = share;
          mean += a * share;
        }
        for (let place = 0; place < PLACES; place++)
          scoreGradient[at[place] * heads + head] += attention[first + place] * (shares[place] - mean);
      }
    }
    const scale = 1 / Math.sqrt(size);
    const query = new Float64Array(d);
    for (let row = 0; row < table; row++)
      for (let k = 0; k < d; k++) {
        const pull = scoreGradient[row * heads + Math.floor(k / size)] * scale;
        this.#keyGradient[row * d + k] = pull * this.#query[k];
        query[k] += pull * keys[row * d + k];
      }
    return query;
  }

  dispose(): void {
    for (const layer of Object.values(this.#layers)) layer.dispose();
  }
}

/** attention [first …] ← softmax over places of a head's scores at rows `at`. */
function softmaxOf(
  scores: Float32Array,
  at: Int32Array,
  heads: number,
  head: number,
  attention: Float32Array,
  first: number,
): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < PLACES; place++) top = Math.max(top, scores[at[place] * heads + head]);
  let sum = 0;
  for (let place = 0; place < PLACES; place++) {
    const e = Math.exp(scores[at[place] * heads + head] - top);
    attention[first + place] = e;
    sum += e;
  }
  for (let place = 0; place < PLACES; place++) attention[first + place] /= sum;
}

function slice({ x, y, label }: Pairs, first: number, end: number): Pairs {
  return { x: x.subarray(first, end), y: y.subarray(first, end), label: label.subarray(first, end) };
}
