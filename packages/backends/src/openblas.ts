// The backend `openblas`: a C program on OpenBLAS, as a rival that uses the machine's widest vectors.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Counters, newCounters, type Problem } from "@widthwise/core";
import type { Backend, Network, Opened, OpenOptions, Operand, Product, ProductShape } from "./backend.ts";
import { initialNetwork } from "./initial-network.ts";
import { processorModel } from "./processor-model.ts";

/** What native/openblas.c exports. Arrays are read and written in place; `sizes` is [n, d, m, block, threads]. */
interface Addon {
  /** f [n] ← outputs, bits [n, ⌈m/32⌉] ← who fired at weights [m, d] */
  forward(
    sizes: Int32Array,
    shift: number,
    weights: Float32Array,
    inputs: Float32Array,
    signs: Float32Array,
    bits: Uint32Array,
    f: Float64Array,
  ): void;
  /** w_r += scale·a_r Σ u_i x_i over the inputs at which r fired */
  update(
    sizes: Int32Array,
    scale: number,
    weights: Float32Array,
    inputs: Float32Array,
    signs: Float32Array,
    bits: Uint32Array,
    u: Float64Array,
  ): void;
  overlaps(sizes: Int32Array, bits: Uint32Array, out: Float64Array): void;
  product(
    leftTransposed: number,
    rightTransposed: number,
    rows: number,
    inner: number,
    cols: number,
    threads: number,
    a: Float32Array,
    b: Float32Array,
    c: Float32Array,
  ): void;
  multiplyAdd(turns: number): number;
  /** how the library was built, for which processor its kernels are that run, and how wide vectors are here */
  describe(): [config: string, kernels: string, bits: string];
}

const FILE = join(import.meta.dirname, "..", "..", "..", ".native", "openblas", "openblas.node");
const REMEDY =
  "scripts/setup-peers.sh builds it; needs a C compiler and OpenBLAS (Debian: gcc libopenblas-dev)";

/** Neurons per block: a multiple of 32. Of 64 … 1024 the fastest at n = 64 and d = 784, by a few per cent. */
const BLOCK = 256;

const FLOAT = 4;

class BlasNetwork implements Network {
  readonly counters: Counters = newCounters();
  readonly #addon: Addon;
  readonly #problem: Problem;
  readonly #sizes: Int32Array;
  readonly #weights: Float32Array;
  readonly #inputs: Float32Array;
  readonly #signs: Float32Array;
  readonly #bits: Uint32Array;
  readonly #initial: Float32Array;

  constructor(addon: Addon, problem: Problem, threads: number) {
    const { n, d, width } = problem;
    this.#addon = addon;
    this.#problem = problem;
    this.#sizes = Int32Array.of(n, d, width, BLOCK, threads);
    const { weights, signs, inputs } = initialNetwork(problem);
    this.#weights = weights;
    this.#signs = signs;
    this.#inputs = inputs;
    this.#initial = this.#weights.slice();
    this.#bits = new Uint32Array(n * Math.ceil(width / 32));
  }

  forward(): Float64Array {
    const { n, d, width, shift } = this.#problem;
    const f = new Float64Array(n);
    this.#addon.forward(this.#sizes, shift, this.#weights, this.#inputs, this.#signs, this.#bits, f);
    const scale = 1 / Math.sqrt(width);
    for (let i = 0; i < n; i++) f[i] *= scale;
    this.counters.macs += n * width * d;
    this.counters.compares += n * width;
    this.counters.bytesRead += FLOAT * (width * d + n * d);
    this.counters.bytesWritten += this.#bits.byteLength;
    return f;
  }

  overlaps(): Float64Array {
    const { n } = this.#problem;
    const out = new Float64Array(n * n);
    this.#addon.overlaps(this.#sizes, this.#bits, out);
    this.counters.words += ((n + 1) / 2) * this.#bits.length;
    this.counters.bytesRead += this.#bits.byteLength;
    return out;
  }

  firedBits(): Uint32Array {
    return this.#bits;
  }

  update(u: Float64Array): void {
    const { n, d, width } = this.#problem;
    const scale = -1 / Math.sqrt(width);
    this.#addon.update(this.#sizes, scale, this.#weights, this.#inputs, this.#signs, this.#bits, u);
    this.counters.macs += n * width * d;
    this.counters.bytesRead += FLOAT * (width * d + n * d) + this.#bits.byteLength;
    this.counters.bytesWritten += FLOAT * width * d;
  }

  settled(): void {}

  restore(): void {
    this.#weights.set(this.#initial);
  }

  weights(first: number, count: number): Float64Array {
    const { d } = this.#problem;
    return Float64Array.from(this.#weights.subarray(first * d, (first + count) * d));
  }

  dispose(): void {}
}

function productOn(addon: Addon, shape: ProductShape, a: Operand, b: Operand, threads: number): Product {
  const { orientation, rows, inner, cols } = shape;
  const counters = newCounters();
  const [left, right] = [Float32Array.from(a), Float32Array.from(b)];
  const out = new Float32Array(rows * cols);
  return {
    counters,
    run() {
      const [leftTransposed, rightTransposed] = [Number(orientation === "tn"), Number(orientation === "nt")];
      addon.product(leftTransposed, rightTransposed, rows, inner, cols, threads, left, right, out);
      counters.macs += rows * inner * cols;
      counters.bytesRead += FLOAT * (rows * inner + inner * cols);
      counters.bytesWritten += FLOAT * rows * cols;
    },
    result: () => out,
    dispose() {},
  };
}

/** Idle threads sleep at once, and the kernels are those of this processor, whatever the environment says. */
function load(): Addon {
  process.env.OMP_WAIT_POLICY = "passive";
  process.env.OPENBLAS_THREAD_TIMEOUT = "4";
  for (const name of ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]) delete process.env[name];
  return createRequire(import.meta.url)(FILE);
}

/** Dense products on OpenBLAS, float32. */
export async function openOpenblas(options: OpenOptions = {}): Promise<Opened> {
  if (!existsSync(FILE)) return { missing: "its addon is not built", remedy: REMEDY };
  const threads = options.threads ?? availableParallelism();
  let addon: Addon;
  try {
    addon = load();
  } catch (error) {
    return { missing: `its addon does not load: ${(error as Error).message.split("\n")[0]}`, remedy: REMEDY };
  }
  const [config, kernels, bits] = addon.describe();
  const version = /\d+(?:\.\d+)+/.exec(config)?.[0] ?? config;
  const backend: Backend = {
    info: {
      name: "openblas",
      version: `${version} (${kernels} kernels)`,
      device: processorModel(),
      software: false,
      threads,
      precision: "float32",
    },
    widest: { bits: Number(bits), multiplyAdd: (turns) => addon.multiplyAdd(turns) },
    network: (problem) => new BlasNetwork(addon, problem, threads),
    product: (shape, a, b) => productOn(addon, shape, a, b, threads),
    dispose() {},
  };
  return { backend };
}
