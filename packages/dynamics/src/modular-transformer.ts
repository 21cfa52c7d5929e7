// A one-layer transformer on x ∘ y = : the architecture of github.com/danielmamay/grokking with one block, which Kunin et al.
// (arXiv 2406.06158, Figs 6d and 12) trained: embeddings of tokens and places, causal attention, normalisation after each
// residual sum. Only the last place is read, and what it attends to depends on one token and place at a time, so that keys
// and values are made once for the 2p + 2 tokens and places that occur, not for every example, with the same numbers.
// Differences: ReLU for GELU, as in Power et al.; no biases but those of the norms; no third norm after the second.
import type { Kernels } from "@widthwise/kernels";
import { checkCount, checkPositive } from "./check.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { DenseLayer } from "./dense-layer.ts";
import { LayerNorm } from "./layer-norm.ts";
import type { Pairs } from "./modular-arithmetic.ts";
import { PairAttention, tableRows } from "./pair-attention.ts";
import {
  partedParameters,
  type TransformerParameters,
  type TransformerShape,
} from "./transformer-parameters.ts";

/** Loss, accuracy and gradient of the transformer on pairs, in float32. RangeError for sizes or a τ that do not fit. */
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
  readonly #attention: PairAttention;
  /** what = asks, [d] */
  readonly #query: Float32Array;
  /** after the first norm, and two working copies, [rows, d] */
  readonly #middle: Float32Array;
  readonly #sum: Float32Array;
  readonly #pulled: Float32Array;
  /** [rows, 4d] */
  readonly #hidden: Float32Array;
  readonly #logitGradient: Float32Array;

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
    const table = tableRows(prime);
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
    this.#attention = new PairAttention(shape);
    this.#middle = new Float32Array(rows * d);
    this.#sum = new Float32Array(rows * d);
    this.#pulled = new Float32Array(rows * d);
    this.#hidden = new Float32Array(rows * 4 * d);
    this.#logitGradient = new Float32Array(rows * (prime + 2));
  }

  /** Mean loss and share of right answers, any number of pairs. 10d² + d·p multiply-adds per pair. */
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

  /** Token and place of a row of the tables. */
  #sourceOf(row: number): [token: number, place: number] {
    const { prime } = this.#shape;
    if (row < prime) return [row, 0];
    if (row < 2 * prime) return [row - prime, 2];
    return row === 2 * prime ? [prime, 1] : [prime + 1, 3];
  }

  #forward(pairs: Pairs): Float32Array {
    const { prime, width: d } = this.#shape;
    const w = this.#w;
    const layers = this.#layers;
    const table = tableRows(prime);
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
    const count = pairs.x.length;
    this.#attention.forward(pairs, query, keys, values, layers.output.inputs);
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
    const { keyGradient, valueGradient } = this.#attention;
    const query = this.#attention.backward(
      pairs,
      this.#query,
      layers.key.outputs,
      layers.value.outputs,
      mixed,
    );
    g.key.set(layers.key.pullWeights(keyGradient));
    g.value.set(layers.value.pullWeights(valueGradient));
    const byKey = layers.key.pullInputs(keyGradient, w.key);
    const byValue = layers.value.pullInputs(valueGradient, w.value);
    const table = tableRows(prime);
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

  dispose(): void {
    for (const layer of Object.values(this.#layers)) layer.dispose();
  }
}

function slice({ x, y, label }: Pairs, first: number, end: number): Pairs {
  return { x: x.subarray(first, end), y: y.subarray(first, end), label: label.subarray(first, end) };
}
