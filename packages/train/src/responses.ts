// What neurons answer at new inputs: every algorithm's predictions come from here, however it holds its weights.
import type { Backend, Operand, ProductShape } from "@widthwise/backends";
import { initialWeights, type Problem } from "@widthwise/core";
import { ProblemError } from "./check-problem.ts";

/** Some neurons with their weights written out. */
export interface Block {
  readonly size: number;
  /** w_r [size, d] */
  readonly weights: Operand;
  /** second-layer weight of each [size]: a_r where only the first layer trains */
  readonly output: Float64Array;
}

/**
 * New inputs per product: with d = 784 and blocks of a few thousand neurons that takes tens of megabytes, whatever the
 * width.
 */
const INPUTS = 4096;

/** C [rows, cols] ← A·B on the backend, operands and result on the host. rows·inner·cols multiply-adds. */
export async function multiply(
  backend: Backend,
  shape: ProductShape,
  a: Operand,
  b: Operand,
): Promise<Operand> {
  const product = await backend.product(shape, a, b);
  try {
    await product.run();
    return await product.result();
  } finally {
    product.dispose();
  }
}

/**
 * Calls visit(z, block, first, at, cols) with z_rj = ⟨w_r, x_{at+j}⟩ [block.size, cols]: `first` is the place of the
 * block's first neuron among all, `at` that of the first input. count·d multiply-adds per neuron.
 */
export async function forEachResponse(
  backend: Backend,
  neurons: AsyncIterable<Block>,
  d: number,
  inputs: Float64Array,
  count: number,
  visit: (z: Operand, block: Block, first: number, at: number, cols: number) => void,
): Promise<void> {
  let first = 0;
  for await (const block of neurons) {
    for (let at = 0; at < count; at += INPUTS) {
      const cols = Math.min(INPUTS, count - at);
      const shape = { orientation: "nt", rows: block.size, inner: d, cols } as const;
      const z = await multiply(backend, shape, block.weights, inputs.subarray(at * d, (at + cols) * d));
      visit(z, block, first, at, cols);
    }
    first += block.size;
  }
}

/**
 * f [count] = (1/√m) Σ_r output_r max(⟨w_r, x⟩ − b, 0) at inputs [count, d]. count·d multiply-adds per neuron;
 * ProblemError when the inputs do not fit.
 */
export async function outputsAt(
  backend: Backend,
  neurons: AsyncIterable<Block>,
  { d, width, shift }: Problem,
  inputs: Float64Array,
  count: number,
): Promise<Float64Array> {
  checkInputs(inputs, count, d);
  const sums = new Float64Array(count);
  await forEachResponse(
    backend,
    withoutCancelling(neurons, d),
    d,
    inputs,
    count,
    (z, { size, output }, _, at, cols) => {
      for (let r = 0; r < size; r++)
        for (let j = 0; j < cols; j++) {
          const excess = z[r * cols + j] - shift;
          if (excess > 0) sums[at + j] += output[r] * excess;
        }
    },
  );
  return sums.map((sum) => sum / Math.sqrt(width));
}

/** The neurons without neighbours that have equal weights and opposite output: pairs that have not moved cancel exactly. */
async function* withoutCancelling(neurons: AsyncIterable<Block>, d: number): AsyncGenerator<Block> {
  for await (const { size, weights, output } of neurons) {
    const equal = (r: number) => {
      for (let k = 0; k < d; k++) if (weights[r * d + k] !== weights[(r + 1) * d + k]) return false;
      return true;
    };
    const kept: number[] = [];
    for (let r = 0; r < size; r++)
      if (r + 1 < size && output[r] + output[r + 1] === 0 && equal(r)) r++;
      else kept.push(r);
    if (kept.length === 0) continue;
    const rows = new Float64Array(kept.length * d);
    kept.forEach((r, k) => {
      rows.set(weights.subarray(r * d, (r + 1) * d), k * d);
    });
    yield { size: kept.length, weights: rows, output: Float64Array.from(kept, (r) => output[r]) };
  }
}

/** ‖W − W₀‖_F² over all neurons, given in order from the first. m·d multiply-adds, and as many draws. */
export async function squaredMove(
  { kernels }: Backend,
  neurons: AsyncIterable<Block>,
  problem: Problem,
): Promise<number> {
  const { d } = problem;
  let first = 0;
  let sum = 0;
  for await (const { size, weights } of neurons) {
    const initial = new Float64Array(size * d);
    initialWeights(problem, first, size, initial, kernels?.fillNormals);
    for (let o = 0; o < size * d; o++) sum += (weights[o] - initial[o]) ** 2;
    first += size;
  }
  return sum;
}

/** Throws ProblemError unless inputs [count, d] are numbers. */
export function checkInputs(inputs: Float64Array, count: number, d: number): void {
  if (inputs.length !== count * d)
    throw new ProblemError(
      `new inputs hold ${inputs.length} numbers, count·d = ${count}·${d} are needed: they must have the training inputs' dimension`,
    );
  const wrong = inputs.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0)
    throw new ProblemError(
      `new input ${Math.floor(wrong / d)} holds ${inputs[wrong]}, accepted are finite numbers`,
    );
}
