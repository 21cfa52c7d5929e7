// Names of machines.
import { describe, expect, test } from "vitest";
import { describeMachine } from "../src/index.ts";
import { machineId } from "../src/machine.ts";

describe("machine", () => {
  test("ids are readable and free of trade marks, frequencies and host names", () => {
    const gib = 2 ** 30;
    expect(machineId("AMD EPYC", 2, 23.54 * gib)).toBe("amd-epyc-2c-24g");
    expect(machineId("Intel(R) Xeon(R) CPU @ 2.20GHz", 4, 16 * gib)).toBe("intel-xeon-4c-16g");
    expect(machineId("AMD Ryzen 7 5800X 8-Core Processor", 16, 32 * gib)).toBe("amd-ryzen-7-5800x-16c-32g");
    expect(machineId("", 1, gib)).toBe("unknown-1c-1g");
    expect(describeMachine().id).toMatch(/^[a-z0-9-]+-\d+c-\d+g$/);
    expect(describeMachine().memory).toBeLessThan(2 ** 50);
  });
});
