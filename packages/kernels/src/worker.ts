// A thread of the pool: it is told a module and a memory, and serves jobs of the kernels there until it is stopped.
import { parentPort } from "node:worker_threads";
import { instantiate } from "./exports.ts";

interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

parentPort?.once("message", ({ module, memory, thread }: Start) => {
  const kernels = instantiate(module, memory);
  parentPort?.postMessage("ready");
  try {
    kernels.serve(thread);
  } catch (trap) {
    // in the middle of a job: the caller is told, and then what happened
    kernels.trapped();
    throw trap;
  }
});
