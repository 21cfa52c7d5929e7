// A matrix product over tfjs.
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { type Counters, newCounters } from "@widthwise/core";
import type { MaybePromise, Operand, Product, ProductShape } from "./backend.ts";
import { type Engine, ensureFits, select } from "./tfjs-engine.ts";

/** One matMul of a tfjs engine; where its transpose flags are slow, the operand is transposed first, and that counts. */
export class TfjsProduct implements Product {
  readonly counters: Counters = newCounters();
  readonly #engine: Engine;
  readonly #shape: ProductShape;
  readonly #a: Tensor2D;
  readonly #b: Tensor2D;
  #c: Tensor2D | undefined;

  constructor(engine: Engine, shape: ProductShape, a: Operand, b: Operand) {
    const { orientation, rows, inner, cols } = shape;
    this.#engine = engine;
    this.#shape = shape;
    ensureFits(engine, 4 * (2 * rows * inner + 2 * inner * cols + rows * cols), "the product");
    select(engine);
    const { tf } = engine;
    // tfjs keeps the caller's array on some engines: give it one of its own
    this.#a = tf.tensor2d(Float32Array.from(a), orientation === "tn" ? [inner, rows] : [rows, inner]);
    this.#b = tf.tensor2d(Float32Array.from(b), orientation === "nt" ? [cols, inner] : [inner, cols]);
  }

  run(): MaybePromise<void> {
    select(this.#engine);
    const { tf, transposes } = this.#engine;
    const { orientation, rows, inner, cols } = this.#shape;
    const tn = orientation === "tn";
    const nt = orientation === "nt";
    this.#c?.dispose();
    this.#c = tf.tidy(() =>
      transposes
        ? tf.matMul(this.#a, this.#b, tn, nt)
        : tf.matMul(tn ? tf.transpose(this.#a) : this.#a, nt ? tf.transpose(this.#b) : this.#b),
    ) as Tensor2D;
    const moved = transposes ? 0 : (tn ? rows * inner : 0) + (nt ? inner * cols : 0);
    this.counters.macs += rows * inner * cols;
    this.counters.bytesRead += 4 * (rows * inner + inner * cols + moved);
    this.counters.bytesWritten += 4 * (rows * cols + moved);
    return this.#engine.settled?.();
  }

  result(): MaybePromise<Float32Array> {
    if (this.#c === undefined) throw new Error("call run() first: the product has not been computed");
    return this.#engine.asynchronous ? this.#c.data<"float32">() : this.#c.dataSync<"float32">();
  }

  dispose(): void {
    for (const tensor of [this.#a, this.#b, this.#c]) tensor?.dispose();
    this.#c = undefined;
  }
}
