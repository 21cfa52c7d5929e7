// The gate: exact work against the baseline, told as formulas; files that cannot be judged.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cell, parseCounters, readCounters, textAt } from "@widthwise/measure";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";
import { madeResult } from "./made-result.ts";

const planted = fileURLToPath(new URL("./fixtures/plant-extra-product.ts", import.meta.url));

describe("gate", { timeout: 600_000 }, () => {
  test("passes on this revision, and needs no TMPDIR", async () => {
    const env = { TMPDIR: "/nowhere/x" };
    const { exitCode, stdout, stderr } = await widthwise(["gate", "--quiet"], { env });
    expect(stderr).toBe("");
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
    const { exitCode, message: said } = await call("gate", [file], workspaceRoot);
    expect(said).toMatch(message);
    expect(exitCode).toBe(4);
  });
});

describe("the base of counted work is a file or a git revision", { timeout: 120_000 }, () => {
  const path = "benchmarks/counters.baseline.json";
  const gate = (...words: string[]) => call("gate", words, workspaceRoot);
  const folder = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
  const committed = parseCounters(path, textAt(workspaceRoot, "HEAD", path));
  /** A result file whose cells did the work of the committed baseline, times `factor`. */
  const counted = (factor: number) => {
    const cells = committed.cells.map(
      ({ counters, ...cell }): Cell => ({
        ...cell,
        threads: 1,
        precision: "float64",
        status: "ok",
        counters: { ...counters, macs: factor * counters.macs },
      }),
    );
    const file = join(folder(), "result.json");
    writeFileSync(file, JSON.stringify({ ...madeResult({ only: () => false }), cells }));
    return file;
  };

  test("a revision: its own baseline is held against", async () => {
    const same = await gate(counted(1), "--base", "HEAD");
    expect(same.stdout).toMatch(/counters of \d+ cells equal the baseline/);
    expect(same.exitCode).toBe(0);
    const more = await gate(counted(2), "--base", "HEAD");
    expect(more.stdout).toMatch(/changed: .*macs/);
    expect(more.stdout).toMatch(/accept it with: npx widthwise gate --renew$/m);
    expect(more.exitCode).toBe(1);
  });
  test("a file: renewed there, with a byte-order mark read, and named in the advice", async () => {
    const base = join(folder(), "my base.json");
    const renewed = await gate(counted(1), "--renew", "--base", base);
    expect([renewed.exitCode, readCounters(base).cells.length]).toEqual([0, committed.cells.length]);
    writeFileSync(base, `\uFEFF${readFileSync(base, "utf8")}`);
    expect((await gate(counted(1), "--base", base)).exitCode).toBe(0);
    const more = await gate(counted(2), "--base", base);
    expect(more.stdout).toContain(`accept it with: npx widthwise gate --renew --base '${base}'`);
  });
  test.each([
    [
      "--renew onto a place where no file can be",
      ["--renew", "--base", "/proc/x/y.json"],
      {},
      /cannot write/,
    ],
    ["--renew onto a revision", ["--renew", "--base", "HEAD"], {}, /is a git revision: name a file/],
    ["--renew of times", ["--renew", "--tier", "timing"], {}, /--renew is of tier counters/],
    [
      "no such revision",
      ["--base", "none"],
      {},
      /neither a counters file nor a git revision: there is no such/,
    ],
    ["a device", ["--base", "/dev/zero"], {}, /is a device, not a file/],
    [
      "a repository of another user",
      ["--base", "HEAD"],
      {
        GIT_TEST_ASSUME_DIFFERENT_OWNER: "1",
        HOME: tmpdir(),
        XDG_CONFIG_HOME: tmpdir(),
        GIT_CONFIG_SYSTEM: "/dev/null",
      },
      /belongs to another user.*git config --global --add safe\.directory/,
    ],
    ["no git", ["--base", "HEAD"], { PATH: tmpdir() }, /git is not installed/],
  ])("%s: exit 2, said what it is", async (_, words, env, message) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { exitCode, message: said, stdout } = await gate(counted(1), ...words);
    expect(said).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});
