// One memory, the kernels on it, and the threads that work on it.
import { Arena } from "./arena.ts";
import { type Exports, instantiate } from "./exports.ts";
import { startWorkers } from "./pool.ts";

const PAGE = 65536;
/** What 32-bit WebAssembly can address. */
export const MEMORY_BYTES = 65536 * PAGE;
/** The pool's words and the constants of the kernels; see scripts/build.ts. */
export const STATIC_BYTES = 65536;

/** The kernels on one memory, with `threads` threads, the caller's among them. */
export interface Engine {
  readonly wasm: Exports;
  readonly arena: Arena;
  readonly threads: number;
  dispose(): Promise<void>;
}

/** Engine number `index` of a set of kernels: started when it is first asked for, and kept. */
export type EngineAt = (index: number) => Promise<Engine>;

/** Starts an engine of whose memory `bytes` may be used. */
export async function startEngine(
  module: WebAssembly.Module,
  threads: number,
  bytes: number,
): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MEMORY_BYTES / PAGE, shared: true });
  const wasm = instantiate(module, memory);
  wasm.setThreadCount(threads);
  const endWorkers = await startWorkers(module, memory, threads);
  return {
    wasm,
    arena: new Arena(memory, STATIC_BYTES, bytes),
    threads,
    async dispose() {
      if (threads > 1) wasm.stop();
      await endWorkers();
    },
  };
}
