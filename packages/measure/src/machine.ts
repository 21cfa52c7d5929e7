// Who measured: machine, runtime and commit.
import { execFileSync } from "node:child_process";
import os from "node:os";
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
  const cpu = os.cpus()[0]?.model.trim() || "unknown";
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
  };
}

/** The engine that runs this process. */
export function describeRuntime(): Runtime {
  return { node: process.versions.node, v8: process.versions.v8, flags: [...process.execArgv] };
}

/** The commit checked out at a directory, and whether tracked files differ from it; "unknown" outside git. */
export function commitOf(directory: string): { commit: string; dirty: boolean } {
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    return {
      commit: git("rev-parse", "HEAD"),
      // what is generated from measurements changes with every published run, and nothing measured depends on it
      dirty: git("status", "--porcelain", "--untracked-files=no", "--", ":!reports", ":!README.md") !== "",
    };
  } catch {
    return { commit: "unknown", dirty: false };
  }
}
