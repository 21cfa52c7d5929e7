// The threads beside the caller's.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { spaceLeft } from "@widthwise/core";
import { CannotStart } from "./cannot-start.ts";

/** Threads 1 … threads−1, idle; thread 0 is the caller. They never keep the process alive. */
export interface Pool {
  /** Resolves once all of them serve jobs of the kernels on this shared memory. */
  serve(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<void>;
  end(): Promise<void>;
}

/** Address space of a thread, nearly all of it what V8 reserves for its code: where that is refused, the process ends. */
const THREAD_BYTES = 640 * 2 ** 20;

/**
 * Starts threads. Before the memory is made: that takes whatever address space a limit leaves. CannotStart, with none left
 * running, where the system refuses one.
 */
export async function startPool(threads: number): Promise<Pool> {
  const needed = (threads - 1) * THREAD_BYTES;
  const left = spaceLeft();
  if (needed > left)
    throw new CannotStart(
      `${threads} threads take ${mib(needed)} of address space, and its limit leaves ${mib(left)}`,
      "raise the limit (ulimit -v unlimited), or take fewer threads (--threads)",
    );
  const workers: Worker[] = [];
  const end = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    for (let thread = 1; thread < threads; thread++)
      workers.push(
        new Worker(new URL("./worker.ts", import.meta.url), {
          // not the caller's options: --input-type, for one, would keep the worker from starting
          execArgv: [],
        }),
      );
    await Promise.all(workers.map((worker) => once(worker, "online")));
  } catch (cause) {
    await end();
    throw new CannotStart(
      `the system refuses to start as many threads as ${threads - 1} (${(cause as Error).message})`,
      "raise the limit on processes and threads (ulimit -u, or the container's), or take fewer threads (--threads)",
      { cause },
    );
  }
  return {
    async serve(module, memory) {
      const ready = workers.map((worker) => once(worker, "message"));
      for (const [i, worker] of workers.entries()) worker.postMessage({ module, memory, thread: i + 1 });
      await Promise.all(ready);
      for (const worker of workers) worker.unref();
    },
    end,
  };
}

const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
