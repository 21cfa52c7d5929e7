import type { LiveLaw, LiveRows, NormalSource, Solved } from "@widthwise/core";
import { type Engine, MEMORY_BYTES, startEngine } from "./engine.ts";
import { type Gemm, type GemmShape, openGemm } from "./gemm.ts";
import { type LiveNeurons, openLive } from "./live.ts";
import { type DenseNetwork, type NetworkShape, openNetwork } from "./network.ts";
import { normalSource } from "./normals.ts";
import { type NormalSource32, normalSource32 } from "./normals32.ts";
import { openProbes, type Probes } from "./probes.ts";
import { solver } from "./solve.ts";
import { openStudent, type Student, type StudentShape } from "./student.ts";
import { bestVariant, moduleOf, type Variant } from "./variant.ts";

export interface KernelsOptions {
  /** default 1; the calling thread is one of them */
  readonly threads?: number;
  /** default: the better one that the engine has */
  readonly variant?: Variant;
  /** limit of each memory, by default the 4 GiB that WebAssembly can address */
  readonly memoryBytes?: number;
}

/**
 * The kernels on one memory and one pool of threads; live neurons take as many memories as they need. Everything
 * computes synchronously, on all threads.
 */
export interface Kernels {
  readonly variant: Variant;
  readonly threads: number;
  /** A product with its operands in the memory. */
  gemm(shape: GemmShape): Gemm;
  /** The dense two-layer network in the memory, at its initial weights. */
  network(shape: NetworkShape): DenseNetwork;
  /** A two-layer ReLU network with both layers trained, on one thread. */
  student(shape: StudentShape): Student;
  /** The live neurons of a law, drawn in the memory, or the given ones. RangeError where no memory holds them. */
  live(law: LiveLaw, given?: LiveRows): Promise<LiveNeurons>;
  /** Bit for bit core's `fillNormals32`. */
  readonly fillNormals32: NormalSource32;
  /** Bit for bit core's `fillNormals`. */
  readonly fillNormals: NormalSource;
  /**
   * out [n] ← a⁻¹ b by Cholesky factorisation in float64; a [n, n] symmetric, of which the lower triangle is read.
   * A breakdown when a is not positive definite to working precision, or a pivot is below `leastPivot` of the largest
   * diagonal entry; out is then untouched. n³/6 + n² multiply-adds.
   */
  solveSpd(a: Float64Array, b: Float64Array, out: Float64Array, leastPivot?: number): Solved;
  probes(): Probes;
  /** Ends the threads. Nothing of these kernels may be used afterwards. */
  dispose(): Promise<void>;
}

export async function loadKernels({
  threads = 1,
  variant = bestVariant(),
  memoryBytes = MEMORY_BYTES,
}: KernelsOptions = {}): Promise<Kernels> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads must be a whole number from 1 to 256, got ${threads}`);
  }
  const module = moduleOf(variant);
  const engines: Promise<Engine>[] = [];
  const engineAt = (index: number) => {
    engines[index] ??= startEngine(module, threads, memoryBytes);
    return engines[index];
  };
  const { wasm, arena } = await engineAt(0);
  return {
    variant,
    threads,
    gemm: (shape) => openGemm(wasm, arena, threads, shape),
    network: (shape) => openNetwork(wasm, arena, threads, shape),
    student: (shape) => openStudent(wasm, arena, shape),
    live: (law, given) => openLive(engineAt, law, given),
    fillNormals: normalSource(wasm, arena),
    fillNormals32: normalSource32(wasm, arena),
    solveSpd: solver(wasm, arena),
    probes: () => openProbes(wasm, arena, threads),
    async dispose() {
      for (const engine of engines) await (await engine).dispose();
    },
  };
}
