import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { widthwise } from "./command.ts";

const planted = fileURLToPath(new URL("./fixtures/plant-extra-product.ts", import.meta.url));

describe("gate", { timeout: 600_000 }, () => {
  test("passes on this revision", async () => {
    const { exitCode, stdout } = await widthwise(["gate", "--quiet"]);
    expect(stdout).toMatch(/equal the baseline/);
    expect(exitCode).toBe(0);
  });

  test("names macs, as polynomials, when a step does one product too many", async () => {
    const { exitCode, stdout } = await widthwise(["gate", "--quiet"], {
      env: { NODE_OPTIONS: `--import=${planted}` },
    });
    expect(stdout).toMatch(/changed: dense-gd on js, n = 16, d = 784: macs: 25088·m \+ 16 → 37632·m \+ 16/);
    expect(stdout).not.toMatch(/live-gn/);
    expect(exitCode).toBe(1);
  });

  test.each([
    ["torn", '{"schema":"widthwise-result/1","cells":[{"alg', /not JSON/],
    [
      "of another schema",
      '{"schema":"something-else"}',
      /schema is "something-else", accepted is "widthwise-result\/1"/,
    ],
    ["incomplete", '{"schema":"widthwise-result/1"}', /not a valid widthwise-result\/1 file/],
  ])("a %s result file is invalid: exit 4", async (_, content, message) => {
    const file = join(mkdtempSync(join(tmpdir(), "widthwise-test-")), "result.json");
    writeFileSync(file, content);
    const { exitCode, stderr } = await widthwise(["gate", file]);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(4);
  });
});
