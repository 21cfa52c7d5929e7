// A deep ReLU network without biases that learns classes: y = W_L σ(… σ(W_1 x/√d)/√h)/h, all weights of order one, so that
// the readout is mean-field. The first layer starts over α and the readout times α: Kunin et al., arXiv 2406.06158, Fig. 6(c),
// on github.com/pcsl-epfl/hierarchy-learning.
import { fillNormals } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { checkCount, checkPositive } from "./check.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { DenseLayer } from "./dense-layer.ts";

const hierarchyWeightsStream = 72;

/** How large the network is. */
export interface ClassifierShape {
  /** d */
  readonly inputs: number;
  /** h */
  readonly width: number;
  /** hidden layers, one and more */
  readonly hidden: number;
  readonly classes: number;
  /** most examples at a time */
  readonly rows: number;
}

/** Writes the inputs of example i into row [d], which is zero. */
export type Writer = (i: number, row: Float32Array) => void;

interface Weights {
  readonly layer: DenseLayer;
  readonly values: Float32Array;
  readonly velocity: Float32Array;
  /** what the product with these weights is multiplied by */
  readonly multiplier: number;
  /** the loss's gradient by the product [rows, outputs] */
  readonly pulled: Float32Array;
}

/** Weights in float32, stepped by gradient descent with momentum. */
export class ReluClassifier {
  readonly #shape: ClassifierShape;
  readonly #layers: Weights[];

  constructor(kernels: Kernels, shape: ClassifierShape, alpha: number, seed: number) {
    for (const [name, value] of Object.entries(shape)) checkCount(name, value);
    checkPositive("α", alpha);
    this.#shape = shape;
    const { inputs, width, hidden, classes, rows } = shape;
    const sizes = [inputs, ...Array.from({ length: hidden }, () => width), classes];
    let first = 0;
    this.#layers = sizes.slice(1).map((outputs, l) => {
      const fan = sizes[l];
      const normals = new Float64Array(fan * outputs);
      fillNormals({ seed, stream: hierarchyWeightsStream }, first, normals);
      first += normals.length;
      const scale = (l === 0 ? 1 / alpha : 1) * (l === hidden ? alpha : 1);
      return {
        layer: new DenseLayer(kernels, rows, fan, outputs, l > 0),
        values: Float32Array.from(normals, (z) => scale * z),
        velocity: new Float32Array(normals.length),
        multiplier: l === hidden ? 1 / fan : 1 / Math.sqrt(fan),
        pulled: new Float32Array(rows * outputs),
      };
    });
  }

  /** The last product [rows, classes]: logits without the readout's multiplier. */
  #forward(examples: ArrayLike<number>, write: Writer): Float32Array {
    const { inputs } = this.#shape;
    const batch = this.#layers[0].layer.inputs.fill(0);
    for (let b = 0; b < examples.length; b++)
      write(examples[b], batch.subarray(b * inputs, (b + 1) * inputs));
    let outputs = batch;
    this.#layers.forEach(({ layer, values }, l) => {
      if (l > 0) {
        const active = layer.inputs;
        const { multiplier } = this.#layers[l - 1];
        for (let k = 0; k < active.length; k++) active[k] = Math.max(outputs[k], 0) * multiplier;
      }
      outputs = layer.forward(values);
    });
    return outputs;
  }

  #classified(examples: ArrayLike<number>, labels: ArrayLike<number>, write: Writer) {
    const { classes } = this.#shape;
    const scale = this.#layers[this.#layers.length - 1].multiplier;
    return { logits: this.#forward(examples, write), classes, labels, scale };
  }

  /** Share of wrong answers, any number of examples. */
  error(examples: Int32Array, labels: ArrayLike<number>, write: Writer): number {
    const { rows } = this.#shape;
    let correct = 0;
    for (let first = 0; first < examples.length; first += rows) {
      const some = examples.subarray(first, first + rows);
      const own = Array.from(some, (_, b) => labels[first + b]);
      correct += crossEntropy(this.#classified(some, own, write)).correct;
    }
    return 1 - correct / examples.length;
  }

  /** Gradient of the mean cross-entropy of at most `rows` examples, by layer [inputs, outputs]; returns the loss before it. */
  pull(
    examples: ArrayLike<number>,
    labels: ArrayLike<number>,
    write: Writer,
    take: (layer: number, gradient: Float32Array) => void,
  ): number {
    const layers = this.#layers;
    const last = layers.length - 1;
    const { loss } = crossEntropy(this.#classified(examples, labels, write), layers[last].pulled);
    for (let l = last; l >= 0; l--) {
      const { layer, values, pulled } = layers[l];
      const through = l > 0 ? layer.pullInputs(pulled, values) : undefined;
      take(l, layer.pullWeights(pulled));
      if (through === undefined) continue;
      const { pulled: below, multiplier } = layers[l - 1];
      const active = layer.inputs;
      for (let k = 0; k < below.length; k++) below[k] = active[k] > 0 ? through[k] * multiplier : 0;
    }
    return loss;
  }

  /** One step v ← momentum·v + g, W ← W − rate·v on a batch; returns the loss before it. */
  step(
    examples: ArrayLike<number>,
    labels: ArrayLike<number>,
    write: Writer,
    rate: number,
    momentum: number,
  ): number {
    return this.pull(examples, labels, write, (l, gradient) => {
      const { values, velocity } = this.#layers[l];
      for (let k = 0; k < values.length; k++) {
        velocity[k] = momentum * velocity[k] + gradient[k];
        values[k] -= rate * velocity[k];
      }
    });
  }

  /** Weights by layer, in place. */
  get weights(): readonly Float32Array[] {
    return this.#layers.map(({ values }) => values);
  }

  dispose(): void {
    for (const { layer } of this.#layers) layer.dispose();
  }
}
