// Which processor this is, by whichever road the system has to its name.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** How the system is asked; undefined where it has no answer. */
export interface System {
  read(path: string): string | undefined;
  run(command: string, ...words: string[]): string | undefined;
}

/** The system that runs this process. */
export const thisSystem: System = {
  read(path) {
    try {
      // texts of the device tree end in a zero
      return readFileSync(path, "utf8").replaceAll("\0", "");
    } catch {
      return undefined;
    }
  },
  run(command, ...words) {
    try {
      return execFileSync(command, words, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 5000,
        env: { ...process.env, LC_ALL: "C" },
      });
    } catch {
      return undefined;
    }
  },
};

/** Who designed the core, by the code in its identification register (Arm Architecture Reference Manual, MIDR_EL1). */
const implementers: Readonly<Record<string, string>> = {
  "0x41": "ARM",
  "0x42": "Broadcom",
  "0x43": "Cavium",
  "0x46": "Fujitsu",
  "0x48": "HiSilicon",
  "0x4e": "NVIDIA",
  "0x50": "APM",
  "0x51": "Qualcomm",
  "0x53": "Samsung",
  "0x56": "Marvell",
  "0x61": "Apple",
  "0x69": "Intel",
  "0x6d": "Microsoft",
  "0x70": "Phytium",
  "0xc0": "Ampere",
};

/** Values of a field in lines "name : value", in order, each once. */
function fieldsOf(text: string | undefined, name: string): string[] {
  const lines = (text ?? "").split("\n").map((line) => line.split(/\s*:\s*/, 2));
  return [...new Set(lines.flatMap(([key, value]) => (key.trim() === name && value ? [value.trim()] : [])))];
}

const firstOf = (text: string | undefined, ...names: string[]): string | undefined =>
  names.flatMap((name) => fieldsOf(text, name))[0];

const cpuinfo = "/proc/cpuinfo";
const core = "/sys/devices/system/cpu/cpu0/regs/identification/midr_el1";
const model = ["/sys/firmware/devicetree/base/model", "/proc/device-tree/model"];

/** "ARM part 0xd4f": cores of several kinds with all their parts. */
function armPart(implementer: string | undefined, parts: readonly string[]): string | undefined {
  if (implementer === undefined || parts.length === 0) return undefined;
  return `${implementers[implementer] ?? `implementer ${implementer}`} part ${parts.join(" ")}`;
}

/** MIDR_EL1: implementer in bits 31 to 24, part number in bits 15 to 4. */
function fromRegister(text: string | undefined): string | undefined {
  const midr = Number.parseInt(text ?? "", 16);
  if (!(midr > 0)) return undefined;
  const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, "0")}`;
  return armPart(hex((midr >>> 24) & 0xff, 2), [hex((midr >>> 4) & 0xfff, 3)]);
}

/** The kernel's own answers first, so that the name does not depend on the programs that are installed. */
const roads: readonly ((system: System) => string | undefined)[] = [
  ({ read }) => firstOf(read(cpuinfo), "model name", "cpu model", "cpu", "uarch"),
  ({ read }) => armPart(firstOf(read(cpuinfo), "CPU implementer"), fieldsOf(read(cpuinfo), "CPU part")),
  ({ read }) => fromRegister(read(core)),
  ({ read }) => firstOf(read(cpuinfo), "Hardware", "Model", "Processor"),
  ({ read }) => model.map(read).find((text) => text !== undefined),
  ({ run }) => firstOf(run("lscpu"), "Model name"),
  ({ run }) => run("sysctl", "-n", "machdep.cpu.brand_string"),
];

const named = (text: string | undefined): text is string =>
  /[a-z]{2}/i.test(text ?? "") && !/^unknown$/i.test(text ?? "");

/** The processor's name: as Node reports it or, where that is "unknown" as on many ARM machines, by another road. */
export function processorModel(reported: string | undefined, system: System = thisSystem): string {
  if (named(reported)) return reported.trim();
  for (const road of roads) {
    const found = road(system)?.trim();
    if (named(found)) return found;
  }
  return "unknown";
}

/** The processor's own numbers, where the kernel shows them: two models may carry one name in a virtual machine. */
export function processorNumbers({ read }: System = thisSystem): string | undefined {
  const text = read(cpuinfo);
  const names = ["vendor_id", "cpu family", "model", "stepping"];
  const arm = ["CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision"];
  const found = [...names, ...arm].flatMap((name) => {
    const values = fieldsOf(text, name);
    return values.length === 0
      ? []
      : [`${name.replace(/^(cpu|vendor_id) ?/i, "")} ${values.join(" ")}`.trim()];
  });
  return found.length === 0 ? undefined : found.join(", ");
}
