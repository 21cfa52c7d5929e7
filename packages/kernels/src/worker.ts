// A thread of the pool: instantiates the same module on the shared memory and serves jobs until it is stopped.
import { parentPort, workerData } from "node:worker_threads";
import { instantiate } from "./exports.ts";

const { module, memory, thread } = workerData as {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  thread: number;
};
const kernels = instantiate(module, memory);
parentPort?.postMessage("ready");
try {
  kernels.serve(thread);
} catch (trap) {
  // in the middle of a job: the caller is told, and then what happened
  kernels.trapped();
  throw trap;
}
