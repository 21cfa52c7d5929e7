// One memory, the kernels on it, and the threads that work on it.
import { Arena } from "./arena.ts";
import { CannotStart } from "./cannot-start.ts";
import { type Exports, instantiate } from "./exports.ts";
import { startPool } from "./pool.ts";

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

/** Starts an engine of whose memory `bytes` may be used. CannotStart where the system refuses threads or memory. */
export async function startEngine(
  module: WebAssembly.Module,
  threads: number,
  bytes: number,
): Promise<Engine> {
  const pool = await startPool(threads);
  try {
    const memory = sharedMemory();
    const wasm = instantiate(module, memory);
    wasm.setThreadCount(threads);
    await pool.serve(module, memory);
    return {
      wasm,
      arena: new Arena(memory, STATIC_BYTES, bytes),
      threads,
      async dispose() {
        if (threads > 1) wasm.stop();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Where address space is limited, V8 makes memories that cannot grow: found out here, not at the first use. */
function sharedMemory(): WebAssembly.Memory {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MEMORY_BYTES / PAGE, shared: true });
    memory.grow(1);
    return memory;
  } catch (cause) {
    throw new CannotStart(
      `the system refuses a shared WebAssembly memory (${(cause as Error).message})`,
      "free memory, or raise the limit on address space (ulimit -v unlimited)",
      { cause },
    );
  }
}
