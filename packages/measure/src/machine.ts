// Who measured: machine and runtime.
import os from "node:os";
import { describeConditions } from "./conditions.ts";
import { processorModel } from "./processor.ts";
import type { Machine, Runtime } from "./schema.ts";

/**
 * Readable, lower case, no host name: "amd-epyc-2c-24g". Frequencies, trade marks and the core count in the model's name are dropped.
 */
export function machineId(cpu: string, cores: number, memoryBytes: number): string {
  const model = cpu
    .toLowerCase()
    .replace(/\((r|tm|c)\)/g, " ")
    .replace(/@.*$/, " ")
    .replace(/\b(\d+-core|cpu|processor|with .*)\b/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${model === "" ? "unknown" : model}-${cores}c-${Math.round(memoryBytes / 2 ** 30)}g`;
}

/** This machine as its processes see it: a container's limits count, not its host's. Peaks are measured elsewhere. */
export function describeMachine(): Machine {
  const cpu = processorModel(os.cpus()[0]?.model);
  const cores = os.availableParallelism();
  // Node reports 0 or an absurd number when there is no limit
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < os.totalmem() ? limit : os.totalmem();
  return {
    id: machineId(cpu, cores, memory),
    cpu,
    cores,
    memory,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    conditions: describeConditions(),
  };
}

/** What engines, allocators and thread pools take from their surroundings; others may hold secrets, and are not looked at. */
const variables = [
  "NODE_OPTIONS",
  "UV_THREADPOOL_SIZE",
  "OMP_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
  "MKL_NUM_THREADS",
  "TF_NUM_INTRAOP_THREADS",
  "TF_NUM_INTEROP_THREADS",
  "TF_ENABLE_ONEDNN_OPTS",
  "TF_DISABLE_MKL",
  "MALLOC_ARENA_MAX",
  "GLIBC_TUNABLES",
  "LD_PRELOAD",
];

/** The engine that runs this process and those that it starts, with all that changes how it runs. */
export function describeRuntime(): Runtime {
  const environment = Object.fromEntries(
    variables.flatMap((name) => {
      const value = process.env[name];
      return value ? [[name, value]] : [];
    }),
  );
  const { node, v8 } = process.versions;
  return { node, v8, flags: [...process.execArgv], environment };
}
