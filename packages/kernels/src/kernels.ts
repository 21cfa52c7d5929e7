// All kernels on one memory and one pool of threads.
import type { fillNormals32, LiveLaw, LiveRows, NormalSource } from "@widthwise/core";
import { type Engine, MEMORY_BYTES, STATIC_BYTES, startEngine } from "./engine.ts";
import { type Gemm, type GemmShape, openGemm } from "./gemm.ts";
import { type LiveNeurons, openLive } from "./live.ts";
import { type DenseNetwork, openNetwork } from "./network.ts";
import type { NetworkShape } from "./network-memory.ts";
import { normalSource } from "./normals.ts";
import { normalSource32 } from "./normals32.ts";
import { openPairs, type PairNetwork, type PairShape } from "./pairs.ts";
import { openProbes, type Probes } from "./probes.ts";
import { type SolveSpd, solver } from "./solve.ts";
import { openStudent, type Student, type StudentShape } from "./student.ts";
import { bestVariant, moduleOf, type Variant } from "./variant.ts";

export interface KernelsOptions {
  /** 1 to 256, by default 1; the calling thread is one of them */
  readonly threads?: number;
  /** by default `relaxed` where the engine has it */
  readonly variant?: Variant;
  /** limit of each memory, by default the 4 GiB that WebAssembly can address */
  readonly memoryBytes?: number;
}

/**
 * The kernels on one memory and one pool of threads; live neurons take as many memories as they need. All computation is
 * synchronous. What is opened stays in the memory until its `dispose`; opening throws a RangeError, with nothing allocated,
 * where sizes are absurd, arrays do not have the shape they should, or the memory has no room.
 */
export interface Kernels {
  readonly variant: Variant;
  readonly threads: number;
  /** A product C ← A·B in float32, whose operands the caller writes into the memory. */
  gemm(shape: GemmShape): Gemm;
  /** The dense two-layer network at its initial weights, float32. O((n + m)·d) to open. */
  network(shape: NetworkShape): DenseNetwork;
  /** The same over a whole data set, of which neither Z nor a matrix of inputs by inputs is formed. O((n + m)·d) to open. */
  pairs(shape: PairShape): PairNetwork;
  /** A two-layer ReLU network with both layers trained, on the calling thread; weights are whatever the memory held until `set`. */
  student(shape: StudentShape): Student;
  /** The live neurons of a law (core's `liveLaw`), drawn in the memory, or the given ones; RangeError where no memory holds them. */
  live(law: LiveLaw, given?: LiveRows): Promise<LiveNeurons>;
  /** out [count] ← float64 normals first … first+count−1 of a key's stream, bit for bit core's `fillNormals`. O(count). */
  readonly fillNormals: NormalSource;
  /** The same in float32, bit for bit core's `fillNormals32`. */
  readonly fillNormals32: typeof fillNormals32;
  readonly solveSpd: SolveSpd;
  /** What the machine can do at most with these instructions. */
  probes(): Probes;
  /** Ends the threads. Nothing of these kernels may be used afterwards. */
  dispose(): Promise<void>;
}

/**
 * Instantiates the kernels and starts their threads. Throws a RangeError for a bad number of threads or bytes, and
 * CannotStart, with what to do, where the kernels are not built as the sources are now, or the system refuses threads or memory.
 */
export async function loadKernels({
  threads = 1,
  variant = bestVariant(),
  memoryBytes = MEMORY_BYTES,
}: KernelsOptions = {}): Promise<Kernels> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads must be a whole number from 1 to 256, got ${threads}`);
  }
  if (!(memoryBytes > STATIC_BYTES && memoryBytes <= MEMORY_BYTES)) {
    throw new RangeError(
      `memoryBytes must be above ${STATIC_BYTES} and at most ${MEMORY_BYTES}, got ${memoryBytes}`,
    );
  }
  const module = moduleOf(variant);
  const engines: Promise<Engine>[] = [];
  const engineAt = (index: number) => {
    engines[index] ??= startEngine(module, threads, memoryBytes);
    return engines[index];
  };
  const engine = await engineAt(0);
  return {
    variant,
    threads,
    gemm: (shape) => openGemm(engine, shape),
    network: (shape) => openNetwork(engine, shape),
    pairs: (shape) => openPairs(engine, shape),
    student: (shape) => openStudent(engine, shape),
    live: (law, given) => openLive(engineAt, law, given),
    fillNormals: normalSource(engine),
    fillNormals32: normalSource32(engine),
    solveSpd: solver(engine),
    probes: () => openProbes(engine),
    async dispose() {
      for (const started of engines) await (await started).dispose();
    },
  };
}
