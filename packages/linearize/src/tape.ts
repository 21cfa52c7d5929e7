// The tape: operations over dual numbers, each written once, recorded forwards and run backwards.
import {
  bilinear,
  type Dual,
  elementwise,
  linear,
  multiply,
  multiplyMatrices,
  sum,
  timesTurned,
  turned,
} from "./dual.ts";
import { type EachGradient, full } from "./each-gradient.ts";
import type { Nonlinearity } from "./nonlinearity.ts";
import { patchesOf } from "./patches.ts";
import type { Tensor, Tensor2D, Tf } from "./tf.ts";

interface Input {
  readonly node: Dual;
  /** the cotangent of this input from that of the output */
  readonly pull: (dy: Dual) => Dual;
  /** of a parameter: the same without the sum over examples */
  readonly each?: (dy: Tensor) => EachGradient;
}

/**
 * Records the operations of a forward pass over dual numbers and runs them backwards. Each operation is written once:
 * its value, and its cotangents as operations on duals. So a tape with tangents gives the JVP, a tape without gives the
 * VJP, and the VJP of a tape with tangents is forward-over-reverse, a Hessian-vector product (Pearlmutter 1994).
 *
 * Axis 0 of every activation counts the examples, which never meet; parameters enter by `weight`, `bias`, `gain`,
 * `convolve` and `lookup` alone. Tensors are left to the caller's tf.tidy.
 */
export class Tape {
  readonly tf: Tf;
  readonly #steps: { readonly output: Dual; readonly inputs: readonly Input[] }[] = [];
  /** nodes that a leaf flows into: cotangents of others are never computed */
  readonly #active = new Set<Dual>();
  readonly #nodes: Dual[] = [];

  constructor(tf: Tf) {
    this.tf = tf;
  }

  /** A node whose gradient will be asked for. */
  leaf(value: Tensor, tangent?: Tensor): Dual {
    const node = { value, tangent };
    this.#active.add(node);
    this.#nodes.push(node);
    return node;
  }

  #record(output: Dual, ...inputs: Input[]): Dual {
    const active = inputs.filter(({ node }) => this.#active.has(node));
    if (active.length > 0) {
      this.#steps.push({ output, inputs: active });
      this.#active.add(output);
    }
    this.#nodes.push(output);
    return output;
  }

  /** Takes all tangents away: what is pulled back afterwards is the plain VJP at the values. */
  dropTangents(): void {
    for (const node of this.#nodes) node.tangent = undefined;
  }

  /** Runs the tape backwards from `output`; `arrived` is told of each leaf's shares, in no promised order. */
  #sweep(output: Dual, cotangent: Dual, arrived: (input: Input, dy: Dual) => void): void {
    const { tf } = this;
    const cotangents = new Map<Dual, Dual>([[output, cotangent]]);
    for (const step of this.#steps.toReversed()) {
      const dy = cotangents.get(step.output);
      if (dy === undefined) continue;
      cotangents.delete(step.output);
      for (const input of step.inputs) {
        if (input.each) arrived(input, dy);
        else {
          const share = input.pull(dy);
          const before = cotangents.get(input.node);
          cotangents.set(input.node, before ? sum(tf, before, share) : share);
        }
      }
    }
  }

  /** Jᵀ u of every leaf, u the cotangent of `output`; with tangents on the tape, also its derivative along them. */
  gradient(output: Dual, cotangent: Dual, leaves: readonly Dual[]): Dual[] {
    const found = new Map<Dual, Dual>();
    this.#sweep(output, cotangent, ({ node, pull }, dy) => {
      const before = found.get(node);
      found.set(node, before ? sum(this.tf, before, pull(dy)) : pull(dy));
    });
    return leaves.map((leaf) => found.get(leaf) ?? { value: this.tf.zerosLike(leaf.value) });
  }

  /** The same without the sum over examples: one gradient for each example and leaf. */
  eachGradient(output: Dual, cotangent: Tensor, leaves: readonly Dual[]): EachGradient[] {
    const { tf } = this;
    const examples = output.value.shape[0];
    const found = new Map<Dual, EachGradient>();
    this.#sweep(output, { value: cotangent }, ({ node, each }, dy) => {
      const share = each!(dy.value);
      const before = found.get(node);
      found.set(node, before ? { full: tf.add(full(tf, before), full(tf, share)) } : share);
    });
    return leaves.map(
      (leaf) => found.get(leaf) ?? { full: tf.zeros([examples, leaf.value.size]) as Tensor2D },
    );
  }

  reshape(x: Dual, shape: number[]): Dual {
    const { tf } = this;
    return this.#record(
      linear(x, (t) => tf.reshape(t, shape)),
      { node: x, pull: (dy) => linear(dy, (t) => tf.reshape(t, x.value.shape)) },
    );
  }

  transpose(x: Dual, axes: number[]): Dual {
    const { tf } = this;
    const back = axes.map((_, k) => axes.indexOf(k));
    return this.#record(
      linear(x, (t) => tf.transpose(t, axes)),
      { node: x, pull: (dy) => linear(dy, (t) => tf.transpose(t, back)) },
    );
  }

  scale(x: Dual, by: number): Dual {
    if (by === 1) return x;
    const times = (t: Tensor) => this.tf.mul(t, by);
    return this.#record(linear(x, times), { node: x, pull: (dy) => linear(dy, times) });
  }

  /** x + y of one shape. */
  add(x: Dual, y: Dual): Dual {
    return this.#record(sum(this.tf, x, y), { node: x, pull: (dy) => dy }, { node: y, pull: (dy) => dy });
  }

  /** x + a constant. */
  offset(x: Dual, constant: Tensor): Dual {
    const output = { value: this.tf.add(x.value, constant), tangent: x.tangent };
    return this.#record(output, { node: x, pull: (dy) => dy });
  }

  /** x ∘ y, where y may have axes of size 1 that are broadcast. */
  product(x: Dual, y: Dual): Dual {
    const { tf } = this;
    const narrow = x.value.shape.flatMap((size, k) => (y.value.shape[k] < size ? [k] : []));
    const gathered = (t: Tensor) => (narrow.length > 0 ? tf.sum(t, narrow, true) : t);
    return this.#record(
      multiply(tf, x, y),
      { node: x, pull: (dy) => multiply(tf, dy, y) },
      { node: y, pull: (dy) => linear(multiply(tf, dy, x), gathered) },
    );
  }

  /** Products of [..., rows, inner] and [..., inner, cols] for every leading index. */
  matMul(x: Dual, y: Dual): Dual {
    const { tf } = this;
    return this.#record(
      multiplyMatrices(tf, x, y),
      {
        node: x,
        pull: (dy) =>
          multiplyMatrices(
            tf,
            dy,
            linear(y, (t) => turned(tf, t)),
          ),
      },
      {
        node: y,
        pull: (dy) =>
          multiplyMatrices(
            tf,
            linear(x, (t) => turned(tf, t)),
            dy,
          ),
      },
    );
  }

  nonlinear(x: Dual, name: Nonlinearity): Dual {
    const { tf } = this;
    return this.#record(elementwise(tf, name, 0, x), {
      node: x,
      pull: (dy) => multiply(tf, dy, elementwise(tf, name, 1, x)),
    });
  }

  /** The mean along an axis, which stays with size 1. */
  mean(x: Dual, axis: number): Dual {
    const { tf } = this;
    const share = 1 / x.value.shape[axis];
    return this.#record(
      linear(x, (t) => tf.mean(t, axis, true)),
      { node: x, pull: (dy) => linear(dy, (t) => tf.broadcastTo(tf.mul(t, share), x.value.shape)) },
    );
  }

  /** The largest along an axis, which stays with size 1; equal ones share the derivative. */
  max(x: Dual, axis: number): Dual {
    const { tf } = this;
    const value = tf.max(x.value, axis, true);
    // 1 where none is larger; float throughout, as tfjs-webgpu cannot transpose what was cast to float
    const equal = tf.sub(1, tf.step(tf.sub(value, x.value)));
    const mask = tf.div(equal, tf.sum(equal, axis, true));
    const output = { value, tangent: x.tangent && tf.sum(tf.mul(x.tangent, mask), axis, true) };
    return this.#record(output, { node: x, pull: (dy) => linear(dy, (t) => tf.mul(mask, t)) });
  }

  /** x minus its mean along the last axis. */
  centre(x: Dual): Dual {
    const centred = (t: Tensor) => this.tf.sub(t, this.tf.mean(t, -1, true));
    return this.#record(linear(x, centred), { node: x, pull: (dy) => linear(dy, centred) });
  }

  softmax(x: Dual): Dual {
    const { tf } = this;
    // s ∘ (t − Σ s∘t): the derivative, and its own transpose
    const turn = (s: Dual, t: Dual): Dual => {
      const weighted = multiply(tf, s, t);
      const total = linear(weighted, (w) => tf.neg(tf.sum(w, -1, true)));
      return sum(tf, weighted, multiply(tf, s, total));
    };
    const output: Dual = { value: tf.softmax(x.value) };
    if (x.tangent) output.tangent = turn({ value: output.value }, { value: x.tangent }).value;
    return this.#record(output, { node: x, pull: (dy) => turn(output, dy) });
  }

  /** Entry `index` of axis 1, which goes away. */
  pick(x: Dual, index: number): Dual {
    const { tf } = this;
    const [examples, length, ...rest] = x.value.shape;
    const none = rest.map(() => 0);
    const take = (t: Tensor) =>
      tf.reshape(tf.slice(t, [0, index, ...none], [examples, 1, ...rest]), [examples, ...rest]);
    const put = (t: Tensor) =>
      tf.pad(tf.reshape(t, [examples, 1, ...rest]), [
        [0, 0],
        [index, length - 1 - index],
        ...rest.map((): [number, number] => [0, 0]),
      ]);
    return this.#record(linear(x, take), { node: x, pull: (dy) => linear(dy, put) });
  }

  /** x [B, …, i] times the parameter w [i, o]. */
  weight(x: Dual, w: Dual): Dual {
    const { tf } = this;
    const [i, o] = w.value.shape;
    const shape = x.value.shape;
    const rows = (t: Tensor, cols: number) => tf.reshape(t, [t.size / cols, cols]);
    return this.#record(
      bilinear(tf, x, w, (x, w) =>
        tf.reshape(tf.matMul(rows(x, i), w as Tensor2D), [...shape.slice(0, -1), o]),
      ),
      {
        node: x,
        pull: (dy) => bilinear(tf, dy, w, (dy, w) => tf.reshape(timesTurned(tf, rows(dy, o), w), shape)),
      },
      {
        node: w,
        pull: (dy) => bilinear(tf, x, dy, (x, dy) => tf.matMul(turned(tf, rows(x, i)), rows(dy, o))),
        each: (dy) => {
          if (shape.length === 2) return { left: x.value as Tensor2D, right: dy as Tensor2D };
          const [examples] = shape;
          const per = (t: Tensor, cols: number) => tf.reshape(t, [examples, t.size / examples / cols, cols]);
          const products = tf.matMul(turned(tf, per(x.value, i)), per(dy, o));
          return { full: tf.reshape(products, [examples, i * o]) };
        },
      },
    );
  }

  /** x [B, …, shape of b] plus `by` times the parameter b. */
  bias(x: Dual, b: Dual, by = 1): Dual {
    const { tf } = this;
    const times = (t: Tensor) => (by === 1 ? t : tf.mul(t, by));
    const { gather, each } = this.#spread(x, b);
    return this.#record(
      sum(tf, x, linear(b, times)),
      { node: x, pull: (dy) => dy },
      { node: b, pull: (dy) => linear(dy, (t) => times(gather(t))), each: (dy) => each(times(dy)) },
    );
  }

  /** x [B, …, shape of g] times the parameter g, elementwise. */
  gain(x: Dual, g: Dual): Dual {
    const { tf } = this;
    const { gather, each } = this.#spread(x, g);
    return this.#record(
      multiply(tf, x, g),
      { node: x, pull: (dy) => multiply(tf, dy, g) },
      {
        node: g,
        pull: (dy) => linear(multiply(tf, dy, x), gather),
        each: (dy) => each(tf.mul(dy, x.value)),
      },
    );
  }

  /** The transposes of spreading a parameter over the leading axes of x: over all of them, and over all but examples. */
  #spread(x: Dual, parameter: Dual) {
    const { tf } = this;
    const leading = Array.from({ length: x.value.rank - parameter.value.rank }, (_, k) => k);
    const examples = x.value.shape[0];
    return {
      gather: (t: Tensor): Tensor => tf.sum(t, leading),
      each: (t: Tensor): EachGradient => ({
        full: tf.reshape(leading.length > 1 ? tf.sum(t, leading.slice(1)) : t, [
          examples,
          parameter.value.size,
        ]),
      }),
    };
  }

  /**
   * x [B, h, w, c] convolved with the parameter k [size, size, c, o], stride 1. The filter's gradient is a product of
   * patches: tfjs-wasm has no Conv2DBackpropFilter, without which tfjs's own gradient of a convolution fails there.
   */
  convolve(x: Dual, k: Dual, padding: "same" | "valid"): Dual {
    const { tf } = this;
    const shape = x.value.shape as [number, number, number, number];
    const [size, , c, o] = k.value.shape;
    const patches = (t: Tensor) => patchesOf(tf, t, size, padding);
    type Image = Parameters<Tf["conv2d"]>[0];
    type Filter = Parameters<Tf["conv2d"]>[1];
    return this.#record(
      bilinear(tf, x, k, (x, k) => tf.conv2d(x as Image, k as Filter, 1, padding)),
      {
        node: x,
        pull: (dy) =>
          bilinear(tf, dy, k, (dy, k) => tf.conv2dTranspose(dy as Image, k as Filter, shape, 1, padding)),
      },
      {
        node: k,
        pull: (dy) =>
          bilinear(tf, x, dy, (x, dy) => {
            const p = tf.reshape(patches(x), [dy.size / o, size * size * c]);
            return tf.reshape(tf.matMul(turned(tf, p), tf.reshape(dy, [dy.size / o, o])), k.value.shape);
          }),
        each: (dy) => {
          const places = dy.size / o / shape[0];
          const p = tf.reshape(patches(x.value), [shape[0], places, size * size * c]);
          const products = tf.matMul(turned(tf, p), tf.reshape(dy, [shape[0], places, o]));
          return { full: tf.reshape(products, [shape[0], k.value.size]) };
        },
      },
    );
  }

  /** Rows of the parameter table [vocabulary, d] for int32 tokens [B, length]: [B, length, d]. */
  lookup(tokens: Tensor, table: Dual): Dual {
    const { tf } = this;
    const [vocabulary, d] = table.value.shape;
    const [examples, length] = tokens.shape;
    // float by selection: tfjs-wasm's oneHot of floats is wrong, and tfjs-webgpu cannot transpose what was cast to float
    const chosen = () => tf.where(tf.cast(tf.oneHot(tokens, vocabulary), "bool"), 1, 0);
    return this.#record(
      linear(table, (t) => tf.gather(t, tokens as Tensor2D)),
      {
        node: table,
        pull: (dy) =>
          linear(dy, (t) =>
            tf.matMul(
              turned(tf, tf.reshape(chosen(), [examples * length, vocabulary])),
              tf.reshape(t, [examples * length, d]),
            ),
          ),
        each: (dy) => ({
          full: tf.reshape(tf.matMul(turned(tf, chosen()), dy), [examples, vocabulary * d]),
        }),
      },
    );
  }
}
