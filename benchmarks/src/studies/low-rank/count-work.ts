// What tfjs was asked to do: multiply-adds of its matrix products, all numbers made, bytes moved and held.
import type { Tf } from "@widthwise/linearize";

export interface Work {
  /** of matrix products */
  readonly macs: number;
  /** numbers made by all other operations, each at the cost of one */
  readonly elements: number;
  /** read and written by all operations */
  readonly bytesMoved: number;
  /** of tensors, at most, beyond those at the start */
  readonly peakBytes: number;
  /** of tensors left at the end, beyond those at the start */
  readonly keptBytes: number;
}

/** Operations that give an array another name. */
const VIEWS = new Set(["Identity", "Reshape", "ExpandDims"]);
const PRODUCTS = new Set(["BatchMatMul", "_FusedMatMul"]);

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Multiply-adds of a product with these factors and this result, whichever factor is stored transposed. */
export function productMacs(factor: readonly number[], result: readonly number[]): number {
  const [rows] = result.slice(-2);
  const inner = sizeOf(factor.slice(-2)) / rows;
  return sizeOf(result) * inner;
}

/** Runs `work`, whatever that takes: each operation is looked at. Convolutions are not counted as products. */
export async function countWork(tf: Tf, work: () => Promise<void> | void): Promise<Work> {
  // otherwise every result is read back and searched for NaN
  tf.env().set("CHECK_COMPUTATION_FOR_ERRORS", false);
  const before = tf.memory().numBytes;
  const { kernels, newBytes } = await tf.profile(work);
  let [macs, elements, bytesMoved, peak] = [0, 0, 0, before];
  for (const { name, inputShapes, outputShapes, totalBytesSnapshot } of kernels) {
    peak = Math.max(peak, totalBytesSnapshot);
    if (VIEWS.has(name)) continue;
    const inputs = inputShapes.filter((shape) => shape !== null && shape !== undefined);
    const made = outputShapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
    if (PRODUCTS.has(name)) macs += productMacs(inputs[0], outputShapes[0]);
    else elements += made;
    bytesMoved += 4 * (made + inputs.reduce((sum, shape) => sum + sizeOf(shape), 0));
  }
  return { macs, elements, bytesMoved, peakBytes: peak - before, keptBytes: newBytes };
}
