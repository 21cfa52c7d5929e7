// What is trained: functions of parameters with first derivatives; and the vector space that parameters form.
import { fillNormals } from "@widthwise/core";
import type { Parameter } from "./layer.ts";
import type { Tensor, Tensor2D, Tf } from "./tf.ts";

const parametersStream = 60;

/** One tensor per parameter, in the model's order. */
export type Parameters = readonly Tensor[];

/**
 * A function of parameters θ and inputs X [B, …] with values f [B, C], and its first derivatives J [B·C, p], never
 * formed. A network is one, and so is its linearisation: whoever trains the one trains the other.
 * What is returned belongs to the caller; everything else is disposed of.
 */
export interface Model {
  readonly tf: Tf;
  readonly parameters: readonly Parameter[];
  /** f(θ; X) [B, C] */
  forward(parameters: Parameters, inputs: Tensor): Tensor2D;
  /** f and J v [B, C]. About three forward passes. */
  jvp(
    parameters: Parameters,
    inputs: Tensor,
    direction: Parameters,
  ): { readonly value: Tensor2D; readonly tangent: Tensor2D };
  /** f and Jᵀ u with u [B, C] made from f: for a loss, its gradient. About three forward passes. */
  vjp(
    parameters: Parameters,
    inputs: Tensor,
    cotangent: (value: Tensor2D) => Tensor2D,
  ): { readonly value: Tensor2D; readonly gradient: Tensor[] };
}

/** How many numbers a shape holds. */
function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** p, the number of parameters. O(tensors). */
export function parameterCount(model: Pick<Model, "parameters">): number {
  return model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Start values, new tensors: number k of all parameters in a row is normal draw k, times its standard deviation. O(p). */
export function initialParameters({ tf, parameters }: Model, seed: number): Tensor[] {
  let first = 0;
  return parameters.map(({ shape, mean, std }) => {
    const values = new Float64Array(sizeOf(shape));
    if (std > 0) fillNormals({ seed, stream: parametersStream }, first, values);
    first += values.length;
    return tf.tensor(
      Float32Array.from(values, (z) => mean + std * z),
      [...shape],
      "float32",
    );
  });
}

/** All parameters in a row, float64 [p]. Reads from the device: not on tfjs-webgpu. O(p). */
export function flat(
  tensors: Parameters,
  out: Float64Array = new Float64Array(countOf(tensors)),
): Float64Array {
  let first = 0;
  for (const tensor of tensors) {
    out.set(tensor.dataSync(), first);
    first += tensor.size;
  }
  return out;
}

/** The inverse of `flat`: new float32 tensors from values [p]. O(p). */
export function unflat({ tf, parameters }: Model, values: Float64Array): Tensor[] {
  let first = 0;
  return parameters.map(({ shape }) => {
    const size = sizeOf(shape);
    const part = Float32Array.from(values.subarray(first, first + size));
    first += size;
    return tf.tensor(part, [...shape], "float32");
  });
}

const countOf = (tensors: Parameters) => tensors.reduce((sum, { size }) => sum + size, 0);

/** a + s·b, parameter by parameter: new tensors. O(p). */
export function plus(tf: Tf, a: Parameters, b: Parameters, s = 1): Tensor[] {
  return a.map((tensor, k) => tf.tidy(() => tf.add(tensor, s === 1 ? b[k] : tf.mul(b[k], s))));
}

/** Σ ⟨a_k, b_k⟩ over parameters, a new scalar. O(p). */
export function inner(tf: Tf, a: Parameters, b: Parameters): Tensor {
  return tf.tidy(() => tf.addN(a.map((tensor, k) => tf.sum(tf.mul(tensor, b[k])))));
}
