// How a gate ends: each exit code in its case, the three modes, the summary, and sets of cells that shrink.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Cell,
  commitAt,
  commitWith,
  parseCounters,
  type Result,
  summarise,
  textAt,
} from "@widthwise/measure";
import { afterEach, describe, expect, test, vi } from "vitest";
import { loadSuite } from "../src/suites.ts";
import { cellsOf } from "../src/verbs/actions/plan-suite.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";
import { madeResult } from "./made-result.ts";

test("the suite `gate` has at most eight series, of seven to nine widths, on engines of one thread", () => {
  const suite = loadSuite("gate");
  if (suite.kind !== "training") throw new Error("not a suite of training");
  const series = [
    ...Map.groupBy(
      cellsOf(suite, { profile: "quick" }),
      (cell) => `${cell.algorithm} ${cell.backend}`,
    ).values(),
  ];
  expect(series.length).toBeGreaterThan(3);
  expect(series.length).toBeLessThanOrEqual(8);
  for (const cells of series) {
    expect(["js", "wasm"]).toContain(cells[0].backend);
    expect(cells.length).toBeGreaterThanOrEqual(7);
    expect(cells.length).toBeLessThanOrEqual(9);
  }
});

const folder = mkdtempSync(join(tmpdir(), "widthwise-test-"));
const file = (name: string, content: object) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const path = "benchmarks/counters.baseline.json";
const HEAD = commitAt(workspaceRoot, "HEAD");
const { cells: counted } = parseCounters(path, textAt(workspaceRoot, HEAD, path));
const asCells = (factor: number): Cell[] =>
  counted.map(({ counters, ...cell }) => ({
    ...cell,
    threads: 1,
    precision: "float64",
    status: "ok",
    counters: { ...counters, macs: factor * (counters.macs ?? 0) },
  }));
const made = madeResult();
const result = (change: Partial<Result>): Result => ({ ...made, ...change });
const slower = (factor: number): Result => ({
  ...made,
  cells: made.cells.map((cell) => {
    if (cell.timing === undefined) return cell;
    const samples = cell.timing.samples.map((ns) => ns * factor);
    return { ...cell, timing: summarise({ ...cell.timing, samples }) };
  }),
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const whole = file("whole.json", result({ cells: asCells(1) }));
const more = file("more.json", result({ cells: asCells(2) }));
const less = file("less.json", result({ cells: asCells(1).slice(1) }));
const empty = file("empty.json", result({ cells: [] }));
const timed = file("timed.json", made);
const slow = file("slow.json", slower(2));
/** As fast, but no round like the other, and no width. */
const wild = file("wild.json", {
  ...made,
  cells: made.cells.map((cell, at) => {
    if (cell.timing === undefined) return cell;
    const factor = at % 2 === 0 ? 1.15 : 0.87;
    const samples = cell.timing.samples.map((ns, k) => ns * factor * (k % 2 === 0 ? 1.6 : 0.6));
    return { ...cell, timing: summarise({ ...cell.timing, samples }) };
  }),
});

describe("exit codes", () => {
  test.each([
    ["equal work", [whole], 0, /verdict: same\n$/],
    ["more work", [more], 1, /macs: .*→.*\n(.*\n)*verdict: changed\n$/],
    ["times without a base", ["--tier", "timing"], 2, /held against --base/],
    ["a base that is no revision", ["--tier", "timing", "--base", "nowhere"], 2, /nowhere/],
    ["a cell that is gone", [less], 4, /missing: .*not measured at width .*\n(.*\n)*verdict: invalid\n$/],
    ["an empty set", [empty], 4, /verdict: invalid\n$/],
    ["slower", [slow, "--tier", "timing", "--base", timed], 1, /verdict: worse/],
    ["nothing that can be decided", [wild, "--tier", "timing", "--base", timed], 3, /verdict: inconclusive/],
    [
      "slower, but absolute times never block",
      [slow, "--tier", "absolute", "--base", timed],
      0,
      /verdict: worse/,
    ],
  ])("%s", async (_, words, code, said) => {
    const { exitCode, stdout, message } = await call("gate", words, folder);
    expect(`${stdout}${message}`).toMatch(said);
    expect(exitCode).toBe(code);
  });
});

test("a fault of the program is exit 5, in a line that asks for a report", async () => {
  const fault = "--import=data:text/javascript,Map.groupBy=()=>{throw(new(TypeError)(`planted`))}";
  const words = ["gate", slow, "--tier", "timing", "--base", timed];
  const { exitCode, stderr } = await widthwise(words, { cwd: folder, env: { NODE_OPTIONS: fault } });
  expect(stderr).toMatch(/^widthwise: internal error: TypeError: planted: please report the command .*$/m);
  expect(exitCode).toBe(5);
});

describe("modes", () => {
  test("warn says it all and ends with 0; in GitHub's actions as a remark", async () => {
    vi.stubEnv("GITHUB_ACTIONS", "true");
    const { exitCode, stdout, message } = await call("gate", [more, "--mode", "warn"], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/verdict: changed/);
    expect(message).toMatch(/^::warning::Work of one step: changed/m);
  });
  test("shadow says nothing, and all stands in the summaries", async () => {
    const summary = join(folder, "summary.md");
    const job = join(folder, "job.md");
    writeFileSync(job, "before\n");
    vi.stubEnv("GITHUB_STEP_SUMMARY", job);
    const { exitCode, stdout } = await call("gate", [more, "--mode", "shadow", "--summary", summary], folder);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/verdict|macs/);
    const text = readFileSync(summary, "utf8");
    expect(text).toMatch(/^## Work of one step: changed\n\n- changed: .*macs/);
    expect(readFileSync(job, "utf8")).toBe(`before\n${text}\n`);
  });
  test("a summary of times is a table of series", async () => {
    const summary = join(folder, "times.md");
    await call("gate", [slow, "--tier", "timing", "--base", timed, "--summary", summary], folder);
    const text = readFileSync(summary, "utf8");
    expect(text).toMatch(/^## Times: worse\n/);
    expect(text).toMatch(/\n\| live-gn on wasm, n = 64 \| worse \| 2\.000× \[/);
  });
});

describe("what must be measured is declared", { timeout: 60_000 }, () => {
  const suite = "benchmarks/suites/gate.json";
  const text = readFileSync(join(workspaceRoot, suite), "utf8");
  /** A base whose suite has an algorithm more, under another name. */
  const renamed = () =>
    commitWith(
      workspaceRoot,
      HEAD,
      new Map([[suite, text.replace('"live-gn"', '"live-gn", "live-newton"')]]),
      "renamed",
    );

  test("a series of the base's suite that this one's lacks is named before anything is measured", async () => {
    const { exitCode, stdout } = await call("gate", ["--tier", "timing", "--base", renamed()], folder);
    expect(stdout).toMatch(/live-newton on wasm is declared in the base and not any more/);
    expect(exitCode).toBe(4);
  });
  test("unless that is meant", async () => {
    const words = ["--tier", "timing", "--base", renamed(), "--without", "live-newton"];
    const { reached } = await call("gate", words, folder);
    expect(reached).toBe(true);
  });
});
