// The gate: exact work against the baseline, told as formulas; files that cannot be judged.
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

  test("tells the work of a product too many as polynomials in n and the width m", async () => {
    const { exitCode, stdout } = await widthwise(["gate", "--quiet"], {
      env: { NODE_OPTIONS: `--import=${planted}` },
    });
    const lines = stdout.split("\n");
    expect(lines).toContain("changed: dense-gd on js, d = 784: macs: 1568·n·m + n → 2352·n·m + n");
    // the exact solve is cubic in n and the iterative one is no polynomial: what was added to them is one
    expect(lines).toContain("changed: dense-gn on js, d = 784: macs: changed by 784·n·m");
    expect(lines).toContain("changed: sketch-gn on js, d = 784: macs: changed by 784·n·m");
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
