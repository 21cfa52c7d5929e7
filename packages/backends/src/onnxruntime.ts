// The backend `onnxruntime`: Microsoft's runtime with its own matrix kernels, by npm's onnxruntime-node.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Counters, newCounters, type Problem } from "@widthwise/core";
import type { Backend, Network, Opened, OpenOptions, Operand, Product, ProductShape } from "./backend.ts";
import { initialNetwork } from "./initial-network.ts";
import { type Node, onnxModel, type Shapes } from "./onnx-model.ts";
import { processorModel } from "./processor-model.ts";

interface Tensor {
  readonly data: Float32Array<ArrayBuffer>;
}
type Tensors = Record<string, Tensor>;
interface Session {
  /** results go into `fetches` */
  run(feeds: Tensors, fetches: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}
interface Runtime {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly env: { readonly versions: { readonly node?: string; readonly common: string } };
}

// no dependency of this package: 288 MB
const FOLDER = join(import.meta.dirname, "..", "..", "..", ".native", "onnxruntime");
const REMEDY = "scripts/setup-peers.sh installs it (npm, 288 MB)";

/** Neurons per block. Of 2^9 … 2^15 the fastest at n = 64, d = 784. */
const BLOCK = 512;
const FLOAT = 4;

const node = (op: string, inputs: string, output: string, attributes?: Node["attributes"]): Node => ({
  op,
  inputs: inputs.split(" "),
  output,
  ...(attributes && { attributes }),
});

/** [nodes, inputs, outputs] of the passes over a block of neurons; m is the size of the block. */
const models: Readonly<
  Record<"forward" | "update" | "overlaps", readonly [readonly Node[], Shapes, Shapes]>
> = {
  forward: [
    [
      node("Gemm", "weights inputs", "z", { transB: 1 }),
      node("Sub", "z shift", "excess"),
      node("Relu", "excess", "positive"),
      node("Sign", "positive", "fired"),
      node("Gemm", "signs positive", "f", { transA: 1 }),
    ],
    { weights: ["m", "d"], inputs: ["n", "d"], signs: ["m", 1], shift: [1] },
    { f: [1, "n"], fired: ["m", "n"] },
  ],
  update: [
    [
      node("Mul", "fired signs", "signed"),
      node("Mul", "signed u", "steps"),
      node("Gemm", "steps inputs weights", "moved"),
    ],
    { weights: ["m", "d"], inputs: ["n", "d"], signs: ["m", 1], fired: ["m", "n"], u: [1, "n"] },
    { moved: ["m", "d"] },
  ],
  overlaps: [
    [node("Gemm", "fired fired", "counts", { transA: 1 })],
    { fired: ["m", "n"] },
    { counts: ["n", "n"] },
  ],
};

/** A block of neurons; the moved weights are written beside the old, and the two change places. */
interface Block {
  readonly initial: Float32Array;
  readonly signs: Tensor;
  readonly fired: Tensor;
  weights: Tensor;
  moved: Tensor;
}

class OnnxNetwork implements Network {
  readonly counters: Counters = newCounters();
  readonly #passes: Record<keyof typeof models, Session>;
  readonly #problem: Problem;
  readonly #blocks: readonly Block[];
  readonly #inputs: Tensor;
  readonly #shift: Tensor;
  readonly #matrix: (numbers: Float32Array, rows: number, cols: number) => Tensor;

  constructor({ Tensor }: Runtime, passes: Record<keyof typeof models, Session>, problem: Problem) {
    const { n, d, width, shift } = problem;
    const { weights, signs, inputs } = initialNetwork(problem);
    this.#passes = passes;
    this.#problem = problem;
    this.#matrix = (numbers, rows, cols) => new Tensor("float32", numbers, [rows, cols]);
    this.#inputs = this.#matrix(inputs, n, d);
    this.#shift = new Tensor("float32", Float32Array.of(shift), [1]);
    this.#blocks = Array.from({ length: Math.ceil(width / BLOCK) }, (_, k) => {
      const first = k * BLOCK;
      const rows = Math.min(BLOCK, width - first);
      const initial = weights.subarray(first * d, (first + rows) * d);
      return {
        initial,
        signs: this.#matrix(signs.slice(first, first + rows), rows, 1),
        fired: this.#matrix(new Float32Array(rows * n), rows, n),
        weights: this.#matrix(initial.slice(), rows, d),
        moved: this.#matrix(new Float32Array(rows * d), rows, d),
      };
    });
  }

  async forward(): Promise<Float64Array> {
    const { n, d, width } = this.#problem;
    const f = new Float64Array(n);
    const part = this.#matrix(new Float32Array(n), 1, n);
    for (const { weights, signs, fired } of this.#blocks) {
      const feeds = { weights, inputs: this.#inputs, signs, shift: this.#shift };
      await this.#passes.forward.run(feeds, { f: part, fired });
      for (let i = 0; i < n; i++) f[i] += part.data[i];
    }
    for (let i = 0; i < n; i++) f[i] /= Math.sqrt(width);
    this.counters.macs += n * width * (d + 1);
    this.counters.compares += n * width;
    this.counters.bytesRead += FLOAT * (width * d + n * d);
    this.counters.bytesWritten += FLOAT * width * n;
    return f;
  }

  async overlaps(): Promise<Float64Array> {
    const { n, width } = this.#problem;
    const out = new Float64Array(n * n);
    const counts = this.#matrix(new Float32Array(n * n), n, n);
    for (const { fired } of this.#blocks) {
      await this.#passes.overlaps.run({ fired }, { counts });
      for (let k = 0; k < out.length; k++) out[k] += counts.data[k];
    }
    this.counters.macs += n * n * width;
    this.counters.bytesRead += FLOAT * width * n;
    return out;
  }

  async update(u: Float64Array): Promise<void> {
    const { n, d, width } = this.#problem;
    const step = this.#matrix(
      Float32Array.from(u, (value) => -value / Math.sqrt(width)),
      1,
      n,
    );
    for (const block of this.#blocks) {
      const { weights, signs, fired, moved } = block;
      await this.#passes.update.run({ weights, inputs: this.#inputs, signs, fired, u: step }, { moved });
      Object.assign(block, { weights: moved, moved: weights });
    }
    this.counters.macs += n * width * (d + 1);
    this.counters.bytesRead += FLOAT * (width * d + n * d + width * n);
    this.counters.bytesWritten += FLOAT * width * d;
  }

  settled(): void {}

  restore(): void {
    for (const { weights, initial } of this.#blocks) weights.data.set(initial);
  }

  weights(first: number, count: number): Float64Array {
    const { d } = this.#problem;
    const out = new Float64Array(count * d);
    for (let r = 0; r < count; r++) {
      const at = first + r;
      const row = (at % BLOCK) * d;
      out.set(this.#blocks[Math.floor(at / BLOCK)].weights.data.subarray(row, row + d), r * d);
    }
    return out;
  }

  dispose(): void {}
}

async function productOf(
  { Tensor }: Runtime,
  sessionOf: (nodes: readonly Node[], inputs: Shapes, outputs: Shapes) => Promise<Session>,
  { orientation, rows, inner, cols }: ProductShape,
  a: Operand,
  b: Operand,
): Promise<Product> {
  const [tn, nt] = [orientation === "tn", orientation === "nt"];
  const session = await sessionOf(
    [node("Gemm", "a b", "c", { transA: Number(tn), transB: Number(nt) })],
    { a: ["p", "q"], b: ["s", "t"] },
    { c: ["r", "c"] },
  );
  const counters = newCounters();
  const left = new Tensor("float32", Float32Array.from(a), tn ? [inner, rows] : [rows, inner]);
  const right = new Tensor("float32", Float32Array.from(b), nt ? [cols, inner] : [inner, cols]);
  const c = new Tensor("float32", new Float32Array(rows * cols), [rows, cols]);
  return {
    counters,
    async run() {
      await session.run({ a: left, b: right }, { c });
      counters.macs += rows * inner * cols;
      counters.bytesRead += FLOAT * (rows * inner + inner * cols);
      counters.bytesWritten += FLOAT * rows * cols;
    },
    result: () => c.data,
    dispose: () => void session.release(),
  };
}

/** ONNX Runtime on the processor, float32. Loads what scripts/setup-peers.sh installed. */
export async function openOnnxruntime(options: OpenOptions = {}): Promise<Opened> {
  if (!existsSync(join(FOLDER, "node_modules", "onnxruntime-node")))
    return { missing: "onnxruntime-node is not installed", remedy: REMEDY };
  const threads = options.threads ?? availableParallelism();
  let runtime: Runtime;
  try {
    runtime = createRequire(join(FOLDER, "package.json"))("onnxruntime-node");
  } catch (error) {
    return { missing: `it does not load: ${(error as Error).message.split("\n")[0]}`, remedy: REMEDY };
  }
  const sessionOf = (...model: Parameters<typeof onnxModel>) =>
    runtime.InferenceSession.create(onnxModel(...model), {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      logSeverityLevel: 3,
      // idle threads sleep at once
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  const passes = {
    forward: await sessionOf(...models.forward),
    update: await sessionOf(...models.update),
    overlaps: await sessionOf(...models.overlaps),
  };
  const backend: Backend = {
    info: {
      name: "onnxruntime",
      version: runtime.env.versions.node ?? runtime.env.versions.common,
      device: processorModel(),
      software: false,
      threads,
      precision: "float32",
    },
    network: (problem) => new OnnxNetwork(runtime, passes, problem),
    product: (...operands) => productOf(runtime, sessionOf, ...operands),
    async dispose() {
      for (const session of Object.values(passes)) await session.release();
    },
  };
  return { backend };
}
