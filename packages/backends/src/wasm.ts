// The backends `wasm` and `wasm-mt`: WebAssembly kernels of our own, on one thread or on all cores.
import { availableParallelism } from "node:os";
import { newCounters } from "@widthwise/core";
import { CannotStart, type Kernels, loadKernels } from "@widthwise/kernels";
import {
  ADAM_OPERATIONS,
  type Backend,
  type Network,
  type Opened,
  type OpenOptions,
  type Product,
} from "./backend.ts";
import { processorModel } from "./processor-model.ts";

const FLOAT = 4;

function network(kernels: Kernels, problem: Parameters<Backend["network"]>[0]): Network {
  const { n, d, width } = problem;
  const counters = newCounters();
  const net = kernels.network(problem);
  const weights = FLOAT * width * d;
  const inputs = FLOAT * n * d;
  // one bit for each input and neuron, in 32-bit words
  const words = Math.ceil(width / 32);
  const masks = FLOAT * n * words;
  return {
    counters,
    forward() {
      const f = new Float64Array(n);
      net.forward(f);
      counters.macs += n * width * d;
      counters.compares += n * width;
      counters.bytesRead += weights + inputs;
      counters.bytesWritten += masks;
      return f;
    },
    overlaps() {
      const out = new Float64Array(n * n);
      net.overlaps(out);
      counters.words += ((n * (n + 1)) / 2) * words;
      counters.bytesRead += masks;
      return out;
    },
    firedBits() {
      counters.bytesRead += masks;
      counters.bytesWritten += masks;
      return net.firedBits();
    },
    update(u) {
      net.update(u);
      counters.macs += n * width * d;
      counters.bytesRead += weights + inputs + masks;
      counters.bytesWritten += weights;
    },
    adam(rates) {
      const step = net.adam(rates);
      return (u) => {
        step(u);
        counters.macs += n * width * d + ADAM_OPERATIONS * width * d;
        counters.bytesRead += 3 * weights + inputs + masks;
        counters.bytesWritten += 3 * weights;
      };
    },
    settled() {},
    restore() {
      net.restore();
    },
    weights(first, count) {
      const out = new Float64Array(count * d);
      net.weights(first, count, out);
      return out;
    },
    dispose() {
      net.dispose();
    },
  };
}

function product(kernels: Kernels, ...[shape, a, b]: Parameters<Backend["product"]>): Product {
  const { rows, inner, cols } = shape;
  const counters = newCounters();
  const gemm = kernels.gemm(shape);
  gemm.a().set(a);
  gemm.b().set(b);
  return {
    counters,
    run() {
      gemm.run();
      counters.macs += rows * inner * cols;
      counters.bytesRead += FLOAT * (rows * inner + inner * cols);
      counters.bytesWritten += FLOAT * rows * cols;
    },
    result: () => new Float32Array(gemm.c()),
    dispose: () => gemm.dispose(),
  };
}

/**
 * `wasm` computes on the calling thread alone, `wasm-mt` on all cores or as many threads as asked for. Without a name,
 * `threads: 1` means `wasm`.
 */
export async function openWasm(
  options: OpenOptions & { readonly name?: "wasm" | "wasm-mt" } = {},
): Promise<Opened> {
  const name = options.name ?? (options.threads === 1 ? "wasm" : "wasm-mt");
  const threads = name === "wasm" ? 1 : (options.threads ?? availableParallelism());
  let kernels: Kernels;
  try {
    kernels = await loadKernels({ threads });
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    return { missing: error.reason, remedy: error.remedy };
  }
  const backend: Backend = {
    info: {
      name,
      version: `0.1.0 (${kernels.variant} SIMD)`,
      device: processorModel(),
      software: false,
      threads,
      precision: "float32",
    },
    kernels,
    network: (problem) => network(kernels, problem),
    product: (...operands) => product(kernels, ...operands),
    dispose: () => kernels.dispose(),
  };
  return { backend };
}
