// tfjs as an argument, and its types.
import type * as core from "@tensorflow/tfjs-core";

export type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";

/** A tfjs namespace. It is always an argument, since tfjs-node brings a copy of its own that owns its tensors. */
export type Tf = typeof core;

/** The unit vector e_k [size]; tfjs's oneHot takes no size of 1. */
export function unitVector(tf: Tf, k: number, size: number): core.Tensor1D {
  const values = new Float32Array(size);
  values[k] = 1;
  return tf.tensor1d(values);
}
