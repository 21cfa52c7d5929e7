// The processor's name by every road, and what else a machine's speed depends on, as made-up systems tell it.
import os from "node:os";
import { describe, expect, test } from "vitest";
import { describeConditions } from "../src/conditions.ts";
import { describeMachine, describeRuntime, type Result } from "../src/index.ts";
import { machineId } from "../src/machine.ts";
import { processorModel, processorNumbers, type System } from "../src/processor.ts";

/** A system of these files, and of programs that print. */
const system = (files: Record<string, string> = {}, programs: Record<string, string> = {}): System => ({
  read: (path) => files[path],
  run: (command) => programs[command],
});

/** Two ARM cores as the kernel lists them. */
const arm = (implementer: string, ...parts: string[]) =>
  parts
    .map(
      (part, k) =>
        `processor\t: ${k}\nBogoMIPS\t: 243.75\nCPU implementer\t: ${implementer}\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: ${part}\nCPU revision\t: 1\n`,
    )
    .join("\n");

describe("the processor's name", () => {
  test("what Node knows is taken as it is: the ids of machines whose model is known do not change", () => {
    const other = system({ "/proc/cpuinfo": arm("0x41", "0xd0c") }, { lscpu: "Model name: Other" });
    for (const name of ["AMD EPYC", "Intel(R) Xeon(R) Processor", "Neoverse-N1", "Apple M1"])
      expect(processorModel(name, other)).toBe(name);
    expect(machineId(processorModel("AMD EPYC"), 2, 23.54 * 2 ** 30)).toBe("amd-epyc-2c-24g");
    const reported = os.cpus()[0]?.model.trim();
    if (reported && reported !== "unknown") expect(describeMachine().cpu).toBe(reported);
  });

  const roads: [string, System, string, string][] = [
    [
      "ARM, by implementer and part",
      system({ "/proc/cpuinfo": arm("0x41", "0xd8e", "0xd8e") }),
      "ARM part 0xd8e",
      "arm-part-0xd8e",
    ],
    [
      "ARM, cores of two kinds",
      system({ "/proc/cpuinfo": arm("0x41", "0xd80", "0xd8a") }),
      "ARM part 0xd80 0xd8a",
      "arm-part-0xd80-0xd8a",
    ],
    [
      "ARM, a designer that is not in the list",
      system({ "/proc/cpuinfo": arm("0x99", "0x001") }),
      "implementer 0x99 part 0x001",
      "implementer-0x99-part-0x001",
    ],
    [
      "ARM, by the identification register",
      system({ "/sys/devices/system/cpu/cpu0/regs/identification/midr_el1": "0x00000000c00fac30\n" }),
      "Ampere part 0xac3",
      "ampere-part-0xac3",
    ],
    [
      "POWER",
      system({ "/proc/cpuinfo": "processor\t: 0\ncpu\t\t: POWER9, altivec supported\n" }),
      "POWER9, altivec supported",
      "power9-altivec-supported",
    ],
    [
      "RISC-V",
      system({ "/proc/cpuinfo": "hart\t: 0\nuarch\t: sifive,u74-mc\n" }),
      "sifive,u74-mc",
      "sifive-u74-mc",
    ],
    ["an old board", system({ "/proc/cpuinfo": "Hardware\t: BCM2835\n" }), "BCM2835", "bcm2835"],
    [
      "the device tree",
      system({ "/proc/device-tree/model": "Raspberry Pi 4 Model B" }),
      "Raspberry Pi 4 Model B",
      "raspberry-pi-4-model-b",
    ],
    [
      "lscpu",
      system({}, { lscpu: "Architecture: aarch64\nModel name:  Neoverse-V3\nModel:  1\n" }),
      "Neoverse-V3",
      "neoverse-v3",
    ],
    ["macOS", system({}, { sysctl: "Apple M9 Pro\n" }), "Apple M9 Pro", "apple-m9-pro"],
    [
      "none",
      system({ "/proc/cpuinfo": "processor : 0\n" }, { lscpu: "Model name: -\n" }),
      "unknown",
      "unknown",
    ],
  ];
  test.each(roads)("%s", (_, made, model, id) => {
    for (const reported of ["unknown", "", " ", undefined])
      expect(processorModel(reported, made)).toBe(model);
    expect(machineId(model, 2, 24 * 2 ** 30)).toBe(`${id}-2c-24g`);
  });
});

describe("conditions", () => {
  const cgroup2 = (files: Record<string, string>) =>
    describeConditions(
      system({
        "/proc/self/cgroup": "0::/pods/a\n",
        ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`/sys/fs/cgroup/${path}`, text])),
      }),
    );
  test("the tightest limit of a group and those above it, version 2", () => {
    expect(cgroup2({})).toMatchObject({ "processor limit": "none" });
    expect(cgroup2({ "cpu.max": "max 100000" })).toMatchObject({ "processor limit": "none" });
    expect(cgroup2({ "pods/a/cpu.max": "max 100000\n", "pods/cpu.max": "150000 100000\n" })).toMatchObject({
      "processor limit": "1.5 cores",
    });
    expect(cgroup2({ "cpu.max": "50000 100000", "pods/a/cpu.max": "200000 100000" })).toMatchObject({
      "processor limit": "0.5 cores",
    });
  });
  test("version 1, also where the group's folder is not in the container", () => {
    const files = {
      "/proc/self/cgroup": "9:name=systemd:/\n4:cpu,cpuacct:/docker/abc\n0::/\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "250000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    };
    expect(describeConditions(system(files))).toMatchObject({ "processor limit": "2.5 cores" });
    const open = { ...files, "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n" };
    expect(describeConditions(system(open))).toMatchObject({ "processor limit": "none" });
  });
  test("cores, address space, governors of the cores allowed, boost, pages", () => {
    const told = (files: Record<string, string>) =>
      describeConditions(
        system({
          "/proc/self/status": "Name:\tnode\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2-3\n",
          "/proc/self/limits":
            "Limit  Soft Limit  Hard Limit  Units\nMax address space  8192000000  unlimited  bytes\n",
          "/sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
          ...Object.fromEntries(
            ["performance", "powersave", "performance", "performance"].map((text, k) => [
              `/sys/devices/system/cpu/cpu${k}/cpufreq/scaling_governor`,
              `${text}\n`,
            ]),
          ),
          ...files,
        }),
      );
    const found = {
      "cores allowed": "0,2-3",
      "address space limit": "8192000000 bytes",
      "clock governor": "performance",
      "huge pages": "madvise",
    };
    expect(told({})).toMatchObject(found);
    expect(told({})).not.toHaveProperty("clock boost");
    expect(told({ "/sys/devices/system/cpu/cpufreq/boost": "0\n" })).toMatchObject({ "clock boost": "off" });
    expect(told({ "/sys/devices/system/cpu/intel_pstate/no_turbo": "0\n" })).toMatchObject({
      "clock boost": "on",
    });
  });
  test("processors of one name and other numbers are told apart", () => {
    const amd = (model: number) =>
      processorNumbers(
        system({
          "/proc/cpuinfo": `vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: ${model}\nmodel name\t: AMD EPYC\nstepping\t: 1\n`,
        }),
      );
    expect(amd(17)).toBe("AuthenticAMD, family 25, model 17, stepping 1");
    expect(amd(1)).not.toBe(amd(17));
    expect(processorNumbers(system({ "/proc/cpuinfo": arm("0x41", "0xd0c") }))).toBe(
      "implementer 0x41, architecture 8, variant 0x3, part 0xd0c, revision 1",
    );
  });
  test("a system that tells nothing has what Node tells", () => {
    expect(Object.keys(describeConditions(system()))).toEqual(["memory limit", "scheduling priority"]);
  });
});

test("NODE_OPTIONS and its like are recorded, and nothing else of the environment", () => {
  const before = { ...process.env };
  try {
    for (const name of ["NODE_OPTIONS", "OMP_NUM_THREADS", "TF_VAR_password"]) delete process.env[name];
    const nothing: Result["runtime"]["environment"] = describeRuntime().environment;
    Object.assign(process.env, { NODE_OPTIONS: "--no-opt", TF_VAR_password: "x", OMP_NUM_THREADS: "1" });
    expect(describeRuntime().environment).toEqual({
      ...nothing,
      NODE_OPTIONS: "--no-opt",
      OMP_NUM_THREADS: "1",
    });
  } finally {
    process.env = before;
  }
});
