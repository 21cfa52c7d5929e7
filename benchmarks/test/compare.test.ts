// `compare` and the timing tier of `gate`: what they print, and how they end.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cell, compareResults, type Result, summarise } from "@widthwise/measure";
import { describe, expect, test } from "vitest";
import { comparisonLines } from "../src/verbs/actions/print-comparison.ts";
import { call } from "./in-process.ts";
import { madeResult } from "./made-result.ts";

const base = madeResult({ only: ({ backend }) => backend === "wasm" });
/** Every time by a factor, as another run of the same noise. */
const slower = (result: Result, factor: (cell: Cell) => number): Result => ({
  ...result,
  cells: result.cells.map((cell) => {
    if (cell.timing === undefined) return cell;
    const samples = cell.timing.samples.map((ns) => ns * factor(cell));
    return { ...cell, timing: summarise({ ...cell.timing, samples }) };
  }),
});
const without = (result: Result, algorithm: string): Result => ({
  ...result,
  cells: result.cells.filter((cell) => cell.algorithm !== algorithm),
});

describe("what is printed", () => {
  const lines = (head: Result, from = base) => comparisonLines(compareResults(from, head));
  test("value [lo, hi] and the threshold in every verdict, the advice once", () => {
    const text = lines(slower(base, ({ width }) => (width === 512 ? 1.5 : 1)));
    expect(text[0]).toBe(
      "head 0123456789ab of 2026-08-01T10:20 against base 0123456789ab of 2026-08-01T10:20, on amd-epyc-9354p-2c-16g",
    );
    const series = text.filter((line) => / on wasm, n = 64: /.test(line));
    expect(series).toHaveLength(5);
    for (const line of series)
      expect(line).toMatch(
        /^[\w-]+ on wasm, n = 64: level \w+ \d\.\d{3}× \[\d\.\d{3}, \d\.\d{3}\] \(±3\.00 %\), exponent \w+ [+−]\d\.\d{3} \[−?\d\.\d{3}, −?\d\.\d{3}\] \(±0\.02\)$/,
      );
    const cells = text.filter((line) => line.startsWith("  "));
    expect(cells.length).toBeGreaterThan(4);
    for (const line of cells)
      expect(line).toMatch(
        /^ {2}\w+: [\w-]+ on wasm, n = 64, d = 784, width \d+ \d\.\d{3}× \[.*\] \(±3\.00 %\)$/,
      );
    expect(text.filter((line) => /more rounds/.test(line)).length).toBeLessThanOrEqual(1);
    expect(text.at(-1)).toMatch(/^verdict: \w+ \(level ±3\.00 %, exponent ±0\.02\)$/);
  });
  test("an unknown commit, and a threshold above the ceiling", () => {
    const [{ algorithm, backend, width }] = base.cells;
    const noisy = {
      ...base,
      commit: "unknown",
      commitUnknown: "git is not installed: install it",
      controls: { noop: [], aa: [{ algorithm, backend, width, ratio: { value: 2, lo: 2, hi: 2 } }] },
    };
    const text = lines({ ...noisy, commitUnknown: undefined }, noisy);
    expect(text).toContain("! the commit of the base is not known: git is not installed: install it");
    expect(text[1]).toContain(
      "±200.0 % of the level (by the A/A pairs; above ±20.0 % nothing is called the same)",
    );
    expect(text.at(-1)).toBe("verdict: inconclusive (level ±200.0 %, exponent ±0.02)");
  });
});

describe("how commands end", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "widthwise-test-"));
  const file = (name: string, result: object) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(result));
    return path;
  };
  const one = file("base.json", base);
  const gate = (path: string) => call("gate", [path, "--tier", "timing", "--base", one], folder);

  test("the same: 0; slower: 1", async () => {
    const slow = slower(base, () => 2);
    const same = await gate(one);
    const worse = await gate(file("slow.json", slow));
    expect([same.exitCode, worse.exitCode]).toEqual([0, 1]);
  });
  test("a series that vanished: 4, named, with the command that measures it", async () => {
    const { exitCode, stdout } = await gate(file("less.json", without(base, "live-gn")));
    expect(stdout).toMatch(
      /! no time for live-gn on wasm, n = 64, the whole series, widths 256, .*: not in the head/,
    );
    expect(stdout).toMatch(/\n {2}npx widthwise run cpi --profile full .* --json head\.json\n/);
    expect(exitCode).toBe(4);
  });
  test("other settings: 4, with the commands that measure the base again", async () => {
    const other = { ...base, settings: { ...base.settings, shift: "b=0" } };
    const { exitCode, stdout } = await call("compare", [one, file("other.json", other)], folder);
    expect(stdout).toMatch(/! different shifts: c=0.48 and b=0\n/);
    expect(stdout).toMatch(/measure the base again.*\n {2}git worktree add/);
    expect(exitCode).toBe(4);
  });
  test.each([
    ["a device", () => "/dev/zero", 2, /is a device, not a file/],
    [
      "a pipe",
      () => {
        execFileSync("mkfifo", [join(folder, "pipe")]);
        return join(folder, "pipe");
      },
      2,
      /is a pipe, not a file/,
    ],
    ["a folder", () => folder, 2, /neither a result file nor a git revision/],
    ["no such file", () => join(folder, "none.json"), 2, /no such file/],
    ["an option of git", () => "--exec-path", 2, /unknown option|neither a result file/],
    ["null", () => file("null.json", null as never), 4, /schema is missing/],
    ["a list", () => file("list.json", []), 4, /schema is missing/],
    ["no samples", () => file("empty.json", slowed([])), 4, /samples/],
  ])("compare with %s", async (_, path, code, message) => {
    const { exitCode, message: said, stdout } = await call("compare", [path(), one], folder);
    expect(said).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(said).not.toMatch(/\n\s+at /);
  });
  const slowed = (samples: number[]) => ({
    ...base,
    cells: base.cells.map((cell) => (cell.timing ? { ...cell, timing: { ...cell.timing, samples } } : cell)),
  });
});
