// What others do on the machine is seen, and what this process and its measuring processes do is not taken for theirs.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import { processorTicks } from "../src/measuring/process/processor-time.ts";
import { idleOf, SystemLoad } from "../src/measuring/process/system-load.ts";

test("idle time is read for all cores; a system that does not tell it has none", () => {
  const cores = "cpu0 1 1 1 40 2 0 0 3 0 0\ncpu1 1 1 1 60 3 0 0 4 0 0\n";
  expect(idleOf(`cpu  2 2 2 100 5 0 0 7 0 0\n${cores}intr 5 0 0\n`)).toEqual({ ticks: 105, cores: 2 });
  for (const text of ["", "cpu  2 2\n", "cpu  2 2 2 100 5 0 0 7 0 0\n", "intr 5 0 0"])
    expect(idleOf(text)).toBeUndefined();
});

test.runIf(existsSync("/proc/stat"))(
  "a computing neighbour is foreign load, and the same process as a child is not",
  { timeout: 20_000 },
  async () => {
    const busy = spawn(process.execPath, ["-e", "for (;;);"]);
    const pid = busy.pid as number;
    try {
      const [foreign, own] = [new SystemLoad(() => []), new SystemLoad(() => [pid])];
      for (const load of [foreign, own]) load.look();
      const before = processorTicks(pid) as number;
      const start = performance.now();
      expect(own.secondsToWait).toBeGreaterThan(0.3);
      await after(1000);
      expect(own.secondsToWait).toBe(0);
      const [asForeign, asOwn] = [foreign, own].map((load) => load.share() as number);
      const used = (processorTicks(pid) as number) - before;
      const { cores } = idleOf((await import("node:fs")).readFileSync("/proc/stat", "utf8"))!;
      const ticks = ((performance.now() - start) / 10) * cores;
      // both looked at the same second, but for the time between two readings
      expect(Math.abs(asForeign - asOwn - used / ticks)).toBeLessThan(0.05);
      expect(used).toBeGreaterThan(0);
      for (const share of [asForeign, asOwn]) expect(Math.abs(share)).toBeLessThanOrEqual(1);
    } finally {
      busy.kill("SIGKILL");
    }
  },
);

test("without a look before there is nothing to tell", () => {
  expect(new SystemLoad(() => []).share()).toBeNull();
});
