// A tfjs engine: what the adapter has to know about each of them, and how it is spoken to.
import type { Tensor } from "@tensorflow/tfjs-core";
import { NotEnoughMemory } from "@widthwise/core";
import type { BackendInfo, Tf } from "./backend.ts";

/** A tfjs engine, initialised, with its traits. */
export interface Engine {
  /** the tfjs namespace that owns this backend's tensors; tfjs-node brings a copy of its own */
  readonly tf: Tf;
  /** its name inside tfjs */
  readonly key: string;
  readonly info: BackendInfo;
  /** neurons per block */
  readonly block: number;
  /**
   * how weights lie: `columns` [d, block] where plain products are fast, `rows` [block, d] where transposed second
   * factors are
   */
  readonly layout: "columns" | "rows";
  /** the faster of two operations that give 1 for positive and 0 for zero */
  readonly indicator: "step" | "sign";
  /** true: results can only be read by `data()`; false: `dataSync()`, which costs no turn of the event loop */
  readonly asynchronous: boolean;
  /** true: a matMul with a transpose flag costs no more than transposing first and multiplying plainly */
  readonly transposes: boolean;
  /** the most bytes that a tensor can have, where there is a limit */
  readonly largestBytes?: number;
  /** the most bytes that all tensors can have, where there is a limit */
  readonly limitBytes?: number;
  /** moves a tensor made from host numbers to the device now; absent where it already is there */
  place?(tensor: Tensor): void;
  /** resolves once all work submitted so far has ended; absent where every call is synchronous */
  settled?(): Promise<void>;
}

/** Makes the engine's backend the current one: tfjs-core holds several, and switching is synchronous once initialised. */
export function select({ tf, key }: Engine): void {
  if (tf.getBackend() !== key) void tf.setBackend(key);
}

/** The values of a tensor, which is disposed. Asynchronous only where the engine is. */
export function take(engine: Engine, tensor: Tensor): Float32Array | Promise<Float32Array> {
  if (!engine.asynchronous) {
    const values = tensor.dataSync<"float32">();
    tensor.dispose();
    return values;
  }
  return tensor.data<"float32">().finally(() => tensor.dispose());
}

/** f(value), now or when the value is there: keeps synchronous engines free of promises. */
export function whenRead<T, U>(value: T | Promise<T>, f: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(f) : f(value);
}

/** Throws NotEnoughMemory before anything is allocated when `bytes` of tensors cannot fit. */
export function ensureFits({ info, limitBytes }: Engine, bytes: number, what: string): void {
  if (limitBytes !== undefined && bytes > limitBytes)
    throw new NotEnoughMemory(
      `${what} needs ${(bytes / 2 ** 30).toFixed(2)} GB of tensors, ${info.name} holds at most ${(limitBytes / 2 ** 30).toFixed(2)} GB`,
    );
}
