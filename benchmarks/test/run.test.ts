// run, train and verify as a user calls them: sealed reports, kills and resumption, outcomes that are no errors.
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { compareResults, readResult } from "@widthwise/measure";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { brokenSeals } from "../src/publish/seal.ts";
import { trainSchema } from "../src/verbs/actions/train-schema.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
/** Few inputs, and calibrations of a quarter of a second. */
const run = (...words: string[]) => [
  ...[
    "run",
    "cpi",
    "--n",
    "8",
    "--dataset",
    "sphere",
    "--budget",
    "4",
    "--attempts",
    "1",
    "--quiet",
    "--json",
    "out.json",
  ],
  ...words,
];

describe("run", { timeout: 600_000 }, () => {
  test("writes a sealed report whose JSON validates against the published schema", async () => {
    const cwd = scratch();
    // wide enough for a fit, and one width that no memory holds
    const grid = [
      "--algorithms",
      "dense-gn,live-gn",
      "--backends",
      "js,wasm",
      "--widths",
      "64,128,256,512,1024,2^34",
      ...["--rounds", "6", "--processes", "1"],
    ];
    const { exitCode, stdout, stderr } = await widthwise(run(...grid), { cwd });
    expect(stderr).not.toMatch(/invalid|error/);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/live-gn/);
    const published = JSON.parse(readFileSync(join(workspaceRoot, "reports", "result.schema.json"), "utf8"));
    const json = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
    expect(z.fromJSONSchema(published).safeParse(json).error).toBeUndefined();

    const result = readResult(join(cwd, "out.json"));
    const [fits, tooWide] = [true, false].map((small) =>
      result.cells.filter(({ width }) => width < 2 ** 34 === small),
    );
    expect(fits.filter(({ status }) => status === "ok")).toHaveLength(20);
    for (const cell of fits) expect(cell.counters?.macs).toBeGreaterThan(0);
    // a cell that memory or the budget forbids is skipped with the reason
    const reasons = { "dense-gn": /GiB are free/, "live-gn": /above the budget of 4 s/ };
    expect(tooWide).toHaveLength(4);
    for (const { algorithm, status, reason, timing } of tooWide) {
      expect({ status, timing }).toEqual({ status: "skipped", timing: undefined });
      expect(reason).toMatch(reasons[algorithm as keyof typeof reasons]);
    }
    const dense = result.fits.find(
      (fit) => fit.algorithm === "dense-gn" && fit.backend === "js" && fit.metric === "iteration",
    );
    // 2·m·n·d and an n³ that no width changes
    expect(dense?.countExponent).toBeCloseTo(1, 2);
    expect(result.controls.noop.map(({ backend }) => backend).sort()).toEqual(["js", "wasm"]);
    expect(result.controls.aa).toHaveLength(2);

    const [folder] = readdirSync(join(cwd, ".widthwise")).map((name) => join(cwd, ".widthwise", name));
    expect(brokenSeals(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["index.html", "result.md", "dispatch.json", "result.json"]),
    );
    expect(compareResults(result, result).verdict).not.toBe("worse");
  });

  test("killed in the middle: nothing half-written, and --resume keeps what was measured", async () => {
    const cwd = scratch();
    const grid = ["--algorithms", "live-gn", "--backends", "wasm", "--widths", "64,128", "--rounds", "10"];
    const first = widthwise(run(...grid), { cwd });
    const journal = () => readdirSync(join(cwd, ".widthwise")).find((name) => name.endsWith(".jsonl"));
    const lines = () => {
      const name = existsSync(join(cwd, ".widthwise")) ? journal() : undefined;
      return name
        ? readFileSync(join(cwd, ".widthwise", name), "utf8")
            .split("\n")
            .filter((line) => line.includes('"sampled"'))
        : [];
    };
    while (lines().length < 15) await sleep(5);
    first.kill("SIGKILL");
    await first;
    expect(existsSync(join(cwd, "out.json"))).toBe(false);
    expect(readdirSync(join(cwd, ".widthwise")).filter((name) => !name.endsWith(".jsonl"))).toEqual([]);
    const before = lines()
      .slice(0, -1)
      .map((line) => {
        const { sum: _, ...event } = JSON.parse(line);
        return event;
      });

    const { exitCode } = await widthwise(run(...grid, "--resume"), { cwd });
    expect(exitCode).toBe(0);
    const { cells } = readResult(join(cwd, "out.json"));
    const folder = readdirSync(join(cwd, ".widthwise"))[0];
    const samples = gunzipSync(readFileSync(join(cwd, ".widthwise", folder, "samples.jsonl.gz"))).toString();
    for (const sample of before) expect(samples).toContain(JSON.stringify(sample));
    for (const cell of cells)
      if (cell.timing) expect(new Set(cell.timing.rounds).size).toBe(cell.timing.rounds.length);
    expect(journal()).toBeUndefined();
  });
});

describe("train", { timeout: 300_000 }, () => {
  test("prints one line per step and writes the schema's JSON", async () => {
    const cwd = scratch();
    const { exitCode, stdout } = await widthwise(
      [
        "train",
        "--algorithm",
        "dense-gn,live-gn",
        "--backend",
        "js",
        "--width",
        "512",
        "--n",
        "16",
        "--steps",
        "6",
        "--json",
        "t.json",
        "--quiet",
      ],
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/dense-gn ‖f−y‖ +live-gn ‖f−y‖/);
    const { runs } = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "t.json"), "utf8")));
    expect(runs.map(({ algorithm }) => algorithm)).toEqual(["dense-gn", "live-gn"]);
    for (const run of runs) {
      expect(run.losses).toHaveLength(7);
      expect(run.stepNs).toHaveLength(6);
      expect(run.totalNs).toBeCloseTo(run.initNs + run.stepNs.reduce((a, b) => a + b, 0), 0);
      expect(run.losses[6]).toBeLessThan(1e-6);
    }
  });

  test("tells inner iterations and recall, takes mini-batches", async () => {
    const cwd = scratch();
    const { exitCode, stdout } = await widthwise(
      [
        "train",
        "--algorithm",
        "sketch-gn,lsh-gd",
        "--backend",
        "js",
        "--width",
        "256",
        "--n",
        "12",
        "--batch",
        "5",
        "--steps",
        "3",
        "--sketch-rows",
        "6",
        "--bits",
        "3",
        "--json",
        "t.json",
        "--quiet",
      ],
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/inner .*\d to \de-\d+/);
    expect(stdout).toMatch(/recall +\d+\.\d % to/);
    const { runs } = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "t.json"), "utf8")));
    expect(runs[0].inner).toHaveLength(3);
    expect(runs[1].recall).toHaveLength(4);
  });

  test.each([
    ["diverged", ["dense-gd,lsh-gd", "--rate", "1e9"]],
    ["breakdown", ["dense-gn,sketch-gn,tree-gn", "--shift", "b=20"]],
  ])("%s is an outcome, not an error", async (status, [algorithm, ...options]) => {
    const cwd = scratch();
    const words = [
      "train",
      "--algorithm",
      algorithm,
      "--backend",
      "js",
      "--width",
      "128",
      "--n",
      "8",
      "--dataset",
      "sphere",
      "--steps",
      "40",
    ];
    const { exitCode } = await widthwise([...words, ...options, "--json", "t.json", "--quiet"], { cwd });
    expect(exitCode).toBe(0);
    const { runs } = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "t.json"), "utf8")));
    for (const run of runs) expect(run.status).toBe(status);
  });

  test("--test answers for the data set's test examples, side by side", async () => {
    const cwd = scratch();
    const words = ["--backend", "wasm", "--width", "1001", "--n", "32", "--steps", "6", "--json", "t.json"];
    const names = ["live-gn", "kernel", "kernel-limit", "last-layer", "dense-gn"];
    const { exitCode, stdout } = await widthwise(
      ["train", "--algorithm", names.join(","), "--test", "500", ...words, "--quiet"],
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^test( +\d\d\.\d\d % of 500){5}$/m);
    const { runs } = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "t.json"), "utf8")));
    for (const run of runs) {
      // even against odd digits from 32 examples: about 75 %; a coin gets 60 % of 500 once in 10^5
      expect(run.testAccuracy).toBeGreaterThan(0.6);
      expect(run.testCount).toBe(500);
      expect(run.testNs).toBeGreaterThan(0);
      expect(run.distance).toBeGreaterThan(0);
      expect(run.losses.at(-1)).toBeLessThan(1e-6);
      expect(run.status).toBe(/kernel|last/.test(run.algorithm) ? "solved" : "max-steps");
    }
  });

  test("a shift that nothing reaches: every algorithm says so", async () => {
    const words = [
      "--algorithm",
      "live-gn,dense-gd",
      "--shift",
      "b=10",
      "--width",
      "300",
      "--n",
      "8",
      "--steps",
      "3",
    ];
    const { exitCode, stdout } = await widthwise(["train", ...words, "--dataset", "sphere", "--quiet"], {
      cwd: scratch(),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^status +breakdown +max-steps$/m);
    expect(stdout.match(/no neuron of 300 fires at any input: the shift b = 10 is too large/g)).toHaveLength(
      2,
    );
  });

  test("exit 1 when the tolerance is not reached", async () => {
    const { exitCode, stdout } = await widthwise(
      [
        "train",
        "--algorithm",
        "dense-gd",
        "--backend",
        "js",
        "--width",
        "64",
        "--n",
        "8",
        "--steps",
        "2",
        "--dataset",
        "sphere",
        "--tolerance",
        "1e-9",
        "--quiet",
      ],
      { cwd: scratch() },
    );
    expect(stdout).toMatch(/max-steps/);
    expect(exitCode).toBe(1);
  });
});

test("verify checks a suite without timing it", { timeout: 300_000 }, async () => {
  const { exitCode, stdout } = await widthwise(
    ["verify", "cpi", "--backends", "js", "--widths", "64,100", "--n", "5", "--quiet"],
    { cwd: scratch() },
  );
  expect(stdout).toMatch(/8 cells: 8 right, 0 wrong, 0 skipped/);
  expect(exitCode).toBe(0);
});
