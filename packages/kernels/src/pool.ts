// The threads beside the caller's.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * Starts threads 1 … threads−1 on the shared memory; thread 0 is the caller. They never keep the process alive.
 * Resolves, once all of them serve, to a function that ends them.
 */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
): Promise<() => Promise<void>> {
  const workers = Array.from(
    { length: threads - 1 },
    (_, i) =>
      new Worker(new URL("./worker.ts", import.meta.url), {
        workerData: { module, memory, thread: i + 1 },
        // not the caller's options: --input-type, for one, would keep the worker from starting
        execArgv: [],
      }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  for (const worker of workers) worker.unref();
  return async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
}
