// What else the speed of a machine depends on: how much of it a process may use, and how its clock is governed.
import os from "node:os";
import { processorNumbers, type System, thisSystem } from "./processor.ts";

/** "0-2,7" → [0, 1, 2, 7]. */
function listed(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, k) => from + k);
  });
}

/** A folder and those above it, up to the root of control groups. */
const upwards = (path: string): string[] => {
  const parts = path.split("/").filter((part) => part !== "");
  return Array.from({ length: parts.length + 1 }, (_, k) => parts.slice(0, parts.length - k).join("/"));
};

/** Cores' worth of time that the control groups of this process leave it, version 2 or 1; "none" without a limit. */
function processorLimit({ read }: System): string | undefined {
  const groups = read("/proc/self/cgroup");
  if (groups === undefined) return undefined;
  const quotas = groups.split("\n").flatMap((line) => {
    const [, controllers = "-", ...path] = line.split(":");
    const version1 = controllers.split(",").includes("cpu");
    if (controllers !== "" && !version1) return [];
    const roots = version1 ? [controllers, "cpu"] : ["", "unified"];
    return roots.flatMap((root) =>
      upwards(path.join(":")).flatMap((folder) => {
        const at = (file: string) => read(["/sys/fs/cgroup", root, folder, file].filter(Boolean).join("/"));
        const told = version1
          ? `${at("cpu.cfs_quota_us")} ${at("cpu.cfs_period_us")}`
          : (at("cpu.max") ?? "");
        const [quota, period] = told.split(/\s+/).map(Number);
        return quota > 0 && period > 0 ? [quota / period] : [];
      }),
    );
  });
  return quotas.length === 0 ? "none" : `${quotas.reduce((least, quota) => Math.min(least, quota))} cores`;
}

/** Node reports 0 or an absurd number when there is no limit. */
function memoryLimit(): string {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < os.totalmem() ? `${limit} bytes` : "none";
}

/** `ulimit -v`: below some gigabytes WebAssembly checks every address, as there is no room for guard pages. */
function addressSpaceLimit({ read }: System): string | undefined {
  const soft = /^Max address space\s+(\S+)/m.exec(read("/proc/self/limits") ?? "")?.[1];
  return soft === "unlimited" ? "none" : soft && `${soft} bytes`;
}

/** Of all cores that may be used; cores of several kinds may have several. */
function governor({ read }: System, cores: string | undefined): string | undefined {
  const found = listed(cores ?? "0").flatMap(
    (core) => read(`/sys/devices/system/cpu/cpu${core}/cpufreq/scaling_governor`)?.trim() ?? [],
  );
  return found.length === 0 ? undefined : [...new Set(found)].sort().join(" ");
}

function boost({ read }: System): string | undefined {
  const on = read("/sys/devices/system/cpu/cpufreq/boost")?.trim();
  const off = read("/sys/devices/system/cpu/intel_pstate/no_turbo")?.trim();
  if (on !== undefined) return on === "1" ? "on" : "off";
  return off && (off === "1" ? "off" : "on");
}

/**
 * By name, as text, what results of one machine must share beside its id; what the system does not tell is absent. Nothing
 * in it changes while a process runs, unless somebody changes it.
 */
export function describeConditions(system: System = thisSystem): Record<string, string> {
  const cores = /^Cpus_allowed_list:\s*(\S+)/m.exec(system.read("/proc/self/status") ?? "")?.[1];
  const pages = system.read("/sys/kernel/mm/transparent_hugepage/enabled");
  const found = {
    "processor numbers": processorNumbers(system),
    "cores allowed": cores,
    "processor limit": processorLimit(system),
    "memory limit": memoryLimit(),
    "address space limit": addressSpaceLimit(system),
    "clock governor": governor(system, cores),
    "clock boost": boost(system),
    "huge pages": /\[(\w+)\]/.exec(pages ?? "")?.[1],
    "scheduling priority": `${os.getPriority()}`,
  };
  return Object.fromEntries(Object.entries(found).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
