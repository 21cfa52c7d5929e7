import type { LiveLaw, NormalSource, Solved } from "@widthwise/core";
import { Arena } from "./arena.ts";
import { instantiate } from "./exports.ts";
import { type Gemm, type GemmShape, openGemm } from "./gemm.ts";
import { type LiveNeurons, type LiveRows, openLive } from "./live.ts";
import { type DenseNetwork, type NetworkShape, openNetwork } from "./network.ts";
import { normalSource } from "./normals.ts";
import { type NormalSource32, normalSource32 } from "./normals32.ts";
import { startWorkers } from "./pool.ts";
import { openProbes, type Probes } from "./probes.ts";
import { solver } from "./solve.ts";
import { bestVariant, moduleOf, type Variant } from "./variant.ts";

const PAGES = 65536;
/** The pool's words and the constants of the kernels; see scripts/build.ts. */
const STATIC_BYTES = 65536;

export interface KernelsOptions {
  /** default 1; the calling thread is one of them */
  readonly threads?: number;
  /** default: the better one that the engine has */
  readonly variant?: Variant;
}

/** The kernels on one memory and one pool of threads. Everything computes synchronously, on all threads. */
export interface Kernels {
  readonly variant: Variant;
  readonly threads: number;
  /** A product with its operands in the memory. */
  gemm(shape: GemmShape): Gemm;
  /** The dense two-layer network in the memory, at its initial weights. */
  network(shape: NetworkShape): DenseNetwork;
  /** The live neurons of a law, drawn in the memory, or the given ones. */
  live(law: LiveLaw, given?: LiveRows): LiveNeurons;
  /** Bit for bit core's `fillNormals32`. */
  readonly fillNormals32: NormalSource32;
  /** Bit for bit core's `fillNormals`. */
  readonly fillNormals: NormalSource;
  /**
   * out [n] ← a⁻¹ b by Cholesky factorisation in float64; a [n, n] symmetric, of which the lower triangle is read.
   * A breakdown when a is not positive definite to working precision; out is then untouched. n³/6 + n² multiply-adds.
   */
  solveSpd(a: Float64Array, b: Float64Array, out: Float64Array): Solved;
  probes(): Probes;
  /** Ends the threads. Nothing of these kernels may be used afterwards. */
  dispose(): Promise<void>;
}

export async function loadKernels({
  threads = 1,
  variant = bestVariant(),
}: KernelsOptions = {}): Promise<Kernels> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads must be a whole number from 1 to 256, got ${threads}`);
  }
  const module = moduleOf(variant);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGES, shared: true });
  const wasm = instantiate(module, memory);
  const arena = new Arena(memory, STATIC_BYTES, PAGES * 65536);
  wasm.setThreadCount(threads);
  const endWorkers = await startWorkers(module, memory, threads);
  return {
    variant,
    threads,
    gemm: (shape) => openGemm(wasm, arena, threads, shape),
    network: (shape) => openNetwork(wasm, arena, threads, shape),
    live: (law, given) => openLive(wasm, arena, threads, law, given),
    fillNormals: normalSource(wasm, arena),
    fillNormals32: normalSource32(wasm, arena),
    solveSpd: solver(wasm, arena),
    probes: () => openProbes(wasm, arena, threads),
    async dispose() {
      if (threads > 1) wasm.stop();
      await endWorkers();
    },
  };
}
