// What memory is free below the limits of a process, and the refusal of what does not fit.
import { execFileSync } from "node:child_process";
import { freeMemory, NotEnoughMemory, needMemory } from "@widthwise/core";
import { describe, expect, test } from "vitest";

const GIB = 2 ** 30;

describe("free memory", () => {
  test("is what the machine or its control group has, where the process has no limit of its own", () => {
    expect(Math.abs(freeMemory() - process.availableMemory())).toBeLessThan(GIB);
  });

  // Node itself takes a few gigabytes of address space, most of it never touched
  test.runIf(process.platform === "linux").each([
    ["ulimit -v 12000000", 4 * GIB, 11.2 * GIB],
    ["ulimit -d 3000000", 1.5 * GIB, 2.8 * GIB],
  ])("%s counts", (limit, least, most) => {
    const print = 'import("@widthwise/core").then(({ freeMemory }) => console.log(freeMemory()))';
    const free = Number(
      execFileSync("bash", ["-c", `${limit} && exec "$0" -e "$1"`, process.execPath, print], {
        cwd: import.meta.dirname,
      }),
    );
    expect(free).toBeGreaterThan(Math.min(least, 0.7 * process.availableMemory()));
    expect(free).toBeLessThan(most);
  });

  test("what does not fit is refused with what is needed and what is free", () => {
    const much = 2 * freeMemory();
    expect(() => needMemory(much, "a state")).toThrow(NotEnoughMemory);
    expect(() => needMemory(much, "a state")).toThrow(
      /^a state: [\d.]+ GiB of memory are needed, [\d.]+ GiB are free; choose a smaller width or n/,
    );
    expect(() => needMemory(freeMemory() / 2, "a state")).not.toThrow();
    expect(() => needMemory(Number.POSITIVE_INFINITY, "a state")).toThrow(NotEnoughMemory);
  });
});
