// The backend `jax-js`: a library that compiles array operations to WebAssembly, on one thread in Node.
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import type * as jaxjs from "@jax-js/jax";
import { type Counters, newCounters, type Problem } from "@widthwise/core";
import type { Backend, Network, Opened, Operand, Product, ProductShape } from "./backend.ts";
import { initialNetwork } from "./initial-network.ts";
import { processorModel } from "./processor-model.ts";

type Jax = typeof jaxjs;
type Matrix = jaxjs.Array;

/** Neurons per block, so that what lies between the two products stays in the cache. Of 2^9 … 2^15 the fastest at n = 64, d = 784. */
const BLOCK = 8192;
const FLOAT = 4;

/** A row of weights to begin with, and what is held of it. An argument of a jax-js function is consumed, `.ref` is not. */
interface Block {
  readonly initial: Float32Array<ArrayBuffer>;
  readonly rows: number;
  /** [rows, 1] */
  readonly signs: Matrix;
  /** [rows, d] */
  weights: Matrix;
  /** [rows, n], 1 where it fired in the last forward */
  fired?: Matrix;
}

/** Compiled once for each shape of a block. */
function compile({ numpy: np, jit }: Jax) {
  return {
    /** f [1, n] of the block, and who fired [rows, n] */
    forward: jit((weights: Matrix, inputs: Matrix, signs: Matrix, shift: Matrix) => {
      const excess = np.matmul(weights, np.transpose(inputs)).sub(shift);
      const fired = np.where(excess.ref.greater(0), 1, 0).astype(np.float32);
      return [np.matmul(np.transpose(signs), np.maximum(excess, 0)), fired];
    }),
    /** the weights moved by Σ u_i x_i over the inputs at which they fired; u [1, n] */
    update: jit((weights: Matrix, fired: Matrix, signs: Matrix, u: Matrix, inputs: Matrix) =>
      weights.add(np.matmul(fired.mul(signs).mul(u), inputs)),
    ),
    overlaps: jit((fired: Matrix) => np.matmul(np.transpose(fired.ref), fired)),
  };
}

function networkOf(jax: Jax, compiled: ReturnType<typeof compile>, problem: Problem): Network {
  const { numpy: np } = jax;
  const { n, d, width, shift } = problem;
  const { weights, signs, inputs } = initialNetwork(problem);
  const counters: Counters = newCounters();
  const x = np.array(inputs, { shape: [n, d] });
  const threshold = np.array(Float32Array.of(shift), { shape: [1, 1] });
  const matrixOf = (numbers: Float32Array<ArrayBuffer>, rows: number, cols: number) =>
    np.array(numbers, { shape: [rows, cols] });
  const blocks = Array.from({ length: Math.ceil(width / BLOCK) }, (_, k): Block => {
    const first = k * BLOCK;
    const end = Math.min(width, first + BLOCK);
    const initial = weights.slice(first * d, end * d);
    const rows = end - first;
    return {
      initial,
      rows,
      signs: matrixOf(signs.slice(first, end), rows, 1),
      weights: matrixOf(initial.slice(), rows, d),
    };
  });
  const [matrix, rows, masks] = [FLOAT * width * d, FLOAT * n * d, FLOAT * width * n];
  const firedOf = (block: Block): Matrix => {
    if (block.fired === undefined) throw new Error("call forward() first");
    return block.fired;
  };
  return {
    counters,
    forward() {
      const f = new Float64Array(n);
      for (const block of blocks) {
        const [sums, fired] = compiled.forward(block.weights.ref, x.ref, block.signs.ref, threshold.ref);
        block.fired?.dispose();
        block.fired = fired;
        const part = sums.dataSync();
        for (let i = 0; i < n; i++) f[i] += Number(part[i]);
      }
      for (let i = 0; i < n; i++) f[i] /= Math.sqrt(width);
      counters.macs += n * width * (d + 1);
      counters.compares += n * width;
      counters.bytesRead += matrix + rows;
      counters.bytesWritten += masks;
      return f;
    },
    overlaps() {
      const counts = new Float64Array(n * n);
      for (const block of blocks) {
        const part = compiled.overlaps(firedOf(block).ref).dataSync();
        for (let k = 0; k < counts.length; k++) counts[k] += Number(part[k]);
      }
      counters.macs += n * n * width;
      counters.bytesRead += masks;
      return counts;
    },
    async update(u) {
      const step = np.array(
        Float32Array.from(u, (value) => -value / Math.sqrt(width)),
        { shape: [1, n] },
      );
      for (const block of blocks) {
        block.weights = compiled.update(block.weights, firedOf(block).ref, block.signs.ref, step.ref, x.ref);
        await block.weights.blockUntilReady();
      }
      step.dispose();
      counters.macs += n * width * (d + 1);
      counters.bytesRead += matrix + rows + masks;
      counters.bytesWritten += matrix;
    },
    settled() {},
    restore() {
      for (const block of blocks) {
        block.weights.dispose();
        block.weights = matrixOf(block.initial.slice(), block.rows, d);
      }
    },
    weights(first, count) {
      const all = new Float64Array(count * d);
      for (const [k, block] of blocks.entries()) {
        const [from, end] = [Math.max(first, k * BLOCK), Math.min(first + count, k * BLOCK + block.rows)];
        if (from >= end) continue;
        const numbers = block.weights.ref.dataSync() as Float32Array;
        all.set(numbers.subarray((from - k * BLOCK) * d, (end - k * BLOCK) * d), (from - first) * d);
      }
      return all;
    },
    dispose() {
      for (const block of blocks.splice(0)) {
        block.weights.dispose();
        block.signs.dispose();
        block.fired?.dispose();
      }
      x.dispose();
      threshold.dispose();
    },
  };
}

function productOf({ numpy: np }: Jax, shape: ProductShape, a: Operand, b: Operand): Product {
  const { orientation, rows, inner, cols } = shape;
  const counters = newCounters();
  const [tn, nt] = [orientation === "tn", orientation === "nt"];
  const left = np.array(Float32Array.from(a), { shape: tn ? [inner, rows] : [rows, inner] });
  const right = np.array(Float32Array.from(b), { shape: nt ? [cols, inner] : [inner, cols] });
  let out: Matrix | undefined;
  return {
    counters,
    async run() {
      out?.dispose();
      out = np.matmul(tn ? np.transpose(left.ref) : left.ref, nt ? np.transpose(right.ref) : right.ref);
      await out.blockUntilReady();
      counters.macs += rows * inner * cols;
      counters.bytesRead += FLOAT * (rows * inner + inner * cols);
      counters.bytesWritten += FLOAT * rows * cols;
    },
    result() {
      if (out === undefined) throw new Error("call run() first: the product has not been computed");
      return Float32Array.from(out.ref.dataSync() as Float32Array);
    },
    dispose() {
      for (const one of [left, right, out]) one?.dispose();
      out = undefined;
    },
  };
}

/** jax-js on its WebAssembly device, float32. */
export async function openJaxJs(): Promise<Opened> {
  const jax = await import("@jax-js/jax");
  const { version } = JSON.parse(
    readFileSync(findPackageJSON("@jax-js/jax", import.meta.url) as string, "utf8"),
  );
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const compiled = compile(jax);
  const backend: Backend = {
    info: {
      name: "jax-js",
      version,
      device: processorModel(),
      software: false,
      threads: 1,
      precision: "float32",
    },
    network: (problem) => networkOf(jax, compiled, problem),
    product: (...operands) => productOf(jax, ...operands),
    dispose() {},
  };
  return { backend };
}
